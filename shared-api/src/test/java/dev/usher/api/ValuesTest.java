package dev.usher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.invitation.CreateInvitation;
import dev.usher.api.team.FoundTeam;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @Test
    void idsSortByAge() {
        InvitationId first = InvitationId.next();
        InvitationId second = InvitationId.next();
        assertThat(first.value().substring(0, 13))
                .isLessThanOrEqualTo(second.value().substring(0, 13));
        assertThat(first.value()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(first).isNotEqualTo(second).hasToString(first.value());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a b", "a/b", "../x", "a\u0000", "ä", "%2e", "a;b", "a'--"})
    void whatCannotBeAnIdIsRefused(String value) {
        assertThatThrownBy(() -> new TeamId(value))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("team id must be 1 to 64");
        assertThatThrownBy(() -> new UserId("x".repeat(65))).isInstanceOf(Refusal.class);
    }

    @Test
    void aUserIdMayBeThatOfAnIdentityProvider() {
        assertThat(new UserId("auth0|64b7c0").value()).isEqualTo("auth0|64b7c0");
        assertThat(new UserId("f:6f1f:ann")).hasToString("f:6f1f:ann");
        assertThatThrownBy(() -> new UserId("a/b")).hasMessageStartingWith("user id must be 1 to 64");
        assertThatThrownBy(() -> new UserId("a b")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new UserId(null)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new TeamId("a|b")).isInstanceOf(Refusal.class);
    }

    @Test
    void exactlyOneOfAddressAndUserIsInvited() {
        EmailAddress address = new EmailAddress("ann@example.org");
        assertThatThrownBy(() -> Invitee.of(null, null)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Invitee.of(address, new UserId("u"))).isInstanceOf(Refusal.class);
        assertThat(Invitee.of(address).userId()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Admin", "a role", "-x", "9", "a_b"})
    void rolesAreLowerCaseWords(String value) {
        assertThatThrownBy(() -> new Role(value)).isInstanceOf(Refusal.class).hasMessageContaining("'" + value + "'");
    }

    @Test
    void onlyTheAdministratorAdministers() {
        assertThat(Roles.DEFAULT.administers(Role.ADMIN)).isTrue();
        assertThat(Roles.DEFAULT.administers(Role.MEMBER)).isFalse();
    }

    @Test
    void aMessageKeepsItsLinesAndLosesNothing() {
        assertThat(message("  Hello\r\nthere 👩‍👧 \n")).isEqualTo("Hello\nthere 👩‍👧");
        assertThat(message(" ")).isNull();
        assertThat(message("x".repeat(4000))).hasSize(4000);
        assertThatThrownBy(() -> message("x".repeat(4001)))
                .hasMessage("message must have at most 4000 characters, had 4001");
        assertThatThrownBy(() -> message("a\u0000b")).hasMessageContaining("U+0000");
        assertThatThrownBy(() -> message("a\u202Eb")).hasMessageContaining("U+202E");
        assertThatThrownBy(() -> message("a\uD800b")).hasMessageContaining("U+D800");
    }

    @Test
    void aTeamNameIsOneLine() {
        assertThat(new FoundTeam(TeamId.next(), " Blue ", UserId.next()).name()).isEqualTo("Blue");
        assertThatThrownBy(() -> new FoundTeam(TeamId.next(), null, UserId.next()))
                .hasMessage("name is required");
        assertThatThrownBy(() -> new FoundTeam(TeamId.next(), "a\nb", UserId.next()))
                .hasMessageContaining("U+000A");
        assertThatThrownBy(() -> new FoundTeam(TeamId.next(), "x".repeat(101), UserId.next()))
                .hasMessageContaining("had 101");
    }

    @Test
    void refusalCodesAreStableWords() {
        assertThat(Arrays.stream(Refusal.Code.values()).map(Refusal.Code::text))
                .containsExactly(
                        "invalid",
                        "endpoint-not-allowed",
                        "wrong-credentials",
                        "token-invalid",
                        "token-expired",
                        "token-superseded",
                        "not-the-invitee",
                        "inviter-not-administrator",
                        "role-above-own",
                        "domain-not-allowed",
                        "not-by-api-key",
                        "not-found",
                        "duplicate-invitation",
                        "already-member",
                        "already-bound",
                        "already-decided",
                        "not-bound",
                        "not-by-address",
                        "invitee-forgotten",
                        "address-taken",
                        "user-name-taken",
                        "last-administrator",
                        "no-seat-left",
                        "too-many-api-keys",
                        "too-many-webhooks",
                        "concurrent-change",
                        "request-in-progress",
                        "expired",
                        "version-mismatch",
                        "idempotency-key-reused",
                        "too-many-requests");
    }

    private static String message(String typed) {
        return new CreateInvitation(
                        InvitationId.next(),
                        TeamId.next(),
                        Invitee.of(UserId.next()),
                        Role.MEMBER,
                        typed,
                        UserId.next(),
                        InvitationEvent.Channel.EMAIL,
                        null,
                        null,
                        null,
                        null)
                .message();
    }
}
