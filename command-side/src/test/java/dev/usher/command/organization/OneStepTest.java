package dev.usher.command.organization;

import static dev.usher.command.Town.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.token.SignedToken;
import dev.usher.api.token.SignedToken.EmailValidationToken;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.command.Town;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Accepting and declining with a token, and every way not to. */
@CommandSideTest
class OneStepTest {

    private static final Duration DAY = Duration.ofHours(24);

    @Autowired
    Browser browser;

    @Autowired
    SignedTokens tokens;

    @Autowired
    Town town;

    private final UserId admin = UserId.next();
    private final UserId ann = UserId.next();
    private final EmailAddress invited = someone();
    private TeamId team;
    private String invitations;
    private InvitationId invitation;

    @BeforeEach
    void invite() {
        team = town.foundedBy(admin);
        invitations = "/v1/organizations/" + team + "/invitations/";
        invitation = created(Map.of("email", invited.value(), "channel", "link"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"acceptance", "declination"})
    void the_token_of_a_verification_letter_decides_in_one_step(String decision) {
        Answer decided = as(ann, decision, verification(ann, invitation, 1)).expect(200);
        assertThat(decided.text("inviteeId")).isEqualTo(ann.value());
        assertThat(decided.response().headers().firstValue("ETag")).hasValue("\"4\"");
        assertThat(browser.namesOfFactsAbout(invitation))
                .startsWith("invitation.created", "invitation.invitee-verified", "invitation.invitee-bound");
        as(ann, decision, verification(ann, invitation, 1)).expect(200);
        browser.user(ann).post(invitations + invitation + "/" + decision, "").expect(200);
        assertThat(browser.namesOfFactsAbout(invitation).stream().filter(name -> name.startsWith("invitation.")))
                .hasSize(4);
    }

    @Test
    void hexadecimal_is_read_too() {
        byte[] json = Base64.getUrlDecoder().decode(verification(ann, invitation, 1));
        as(ann, "acceptance", HexFormat.of().formatHex(json)).expect(200);
    }

    @Test
    void who_holds_the_letter_and_is_signed_in_with_another_address_hears_the_way_out() {
        Answer refused = as(ann, "acceptance", letter(invitation, 1)).expect(403);
        assertThat(refused.text("code")).isEqualTo("not-the-invitee");
        assertThat(refused.text("detail")).contains("/membershipInvitation/" + invitation + "/verification");
        nothingHappened();
    }

    @Test
    void the_owner_of_the_address_needs_no_token_and_is_not_harmed_by_one() {
        browser.owner(ann, invited)
                .post(invitations + invitation + "/acceptance", Map.of("token", "rubbish"))
                .expect(200);
    }

    @Test
    void a_token_that_proves_something_else_is_refused() {
        InvitationId other = created(Map.of("email", someone().value(), "channel", "link"));
        Instant past = Instant.now().minus(DAY).minusSeconds(1);
        refused("token-invalid", verification(UserId.next(), invitation, 1));
        refused("token-invalid", verification(ann, other, 1));
        refused("token-superseded", verification(ann, invitation, 2));
        refused("token-expired", signed(new InviteeVerificationToken(ann, invitation, 1, past, past.plus(DAY))));
        refused("token-expired", signed(new InvitationToken(invitation, 1, past, past.plus(DAY))));
        refused("token-invalid", letter(other, 1));
        refused(
                "token-invalid",
                signed(new EmailValidationToken(
                        invited, Instant.now(), Instant.now().plus(DAY))));
        refused("token-invalid", "");
        refused("token-invalid", "e30");
        refused("token-invalid", "x".repeat(9_000));
        refused("token-invalid", base64("null"));
        refused("token-invalid", base64("{\"inviteeId\":\"" + ann + "\"}"));
        // Signed as a letter, dressed up as a verification.
        String letter = new String(Base64.getUrlDecoder().decode(letter(invitation, 1)), StandardCharsets.UTF_8);
        refused("token-invalid", base64(letter.replaceFirst("\\{", "{\"inviteeId\":\"" + ann + "\",")));
        refused(
                "token-invalid",
                base64(letter.replaceFirst("\"concreteType\":\"[^\"]*\",", "\"inviteeId\":\"" + ann + "\",")));
        nothingHappened();
    }

    @Test
    void a_token_is_void_once_the_invitation_is_sent_again() {
        String old = verification(ann, invitation, 1);
        browser.user(admin).post(invitations + invitation + "/resend", "").expect(200);
        refused("token-superseded", old);
        as(ann, "acceptance", verification(ann, invitation, 2)).expect(200);
    }

    @Test
    void an_invitation_that_is_decided_stays_so() {
        browser.user(admin).delete(invitations + invitation).expect(204);
        for (String decision : List.of("acceptance", "declination")) {
            assertThat(as(ann, decision, verification(ann, invitation, 1))
                            .expect(409)
                            .text("code"))
                    .isEqualTo("already-decided");
        }
        browser.user(admin).post(invitations + invitation + "/resend", "").expect(409);
    }

    @Test
    void an_invitation_that_is_somebody_elses_by_now_is_refused() {
        UserId bob = UserId.next();
        InvitationId forCarl =
                created(Map.of("inviteeId", town.account(someone()).value()));
        Answer refused = browser.user(bob)
                .post(invitations + forCarl + "/acceptance", Map.of("token", verification(bob, forCarl, 1)));
        assertThat(refused.expect(403).text("code")).isEqualTo("not-the-invitee");
        as(ann, "declination", verification(ann, invitation, 1)).expect(200);
        as(bob, "acceptance", verification(bob, invitation, 1)).expect(409);
    }

    @Test
    void what_is_refused_in_the_end_did_not_begin() {
        town.joins(team, UserId.next(), "admin");
        browser.user(admin).delete("/team/" + team + "/member/" + admin).expect(204);
        assertThat(as(ann, "acceptance", verification(ann, invitation, 1))
                        .expect(403)
                        .text("code"))
                .isEqualTo("inviter-not-administrator");
        nothingHappened();
        // Nor is the place bound: the membership door finds nothing to accept.
        browser.user(ann).put("/team/" + team + "/member/" + ann).expect(404);
        as(ann, "declination", verification(ann, invitation, 1)).expect(200);
    }

    @Test
    void of_two_who_accept_at_the_same_moment_one_joins() throws Exception {
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<UserId> people =
                    IntStream.range(0, 8).mapToObj(_ -> UserId.next()).toList();
            List<Future<Answer>> answers = people.stream()
                    .map(user -> crowd.submit(() -> as(user, "acceptance", verification(user, invitation, 1))))
                    .toList();
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isIn(200, 403, 409);
            }
            assertThat(answers)
                    .filteredOn(answer -> answer.resultNow().status() == 200)
                    .hasSize(1);
        }
        assertThat(browser.namesOfFactsAbout(invitation))
                .containsOnlyOnce("invitation.accepted", "invitation.invitee-bound");
    }

    private void refused(String code, String token) {
        assertThat(as(ann, "acceptance", token).expect(403).text("code")).isEqualTo(code);
        assertThat(as(ann, "declination", token).expect(403).text("code")).isEqualTo(code);
    }

    private void nothingHappened() {
        assertThat(browser.namesOfFactsAbout(invitation)).containsExactly("invitation.created");
    }

    private Answer as(UserId user, String decision, String token) {
        return browser.user(user).post(invitations + invitation + "/" + decision, Map.of("token", token));
    }

    private InvitationId created(Map<String, String> wished) {
        return new InvitationId(browser.user(admin)
                .post(invitations.substring(0, invitations.length() - 1), wished)
                .expect(201)
                .text("id"));
    }

    private String verification(UserId user, InvitationId of, int generation) {
        Instant now = Instant.now();
        return signed(new InviteeVerificationToken(user, of, generation, now, now.plus(DAY)));
    }

    private String letter(InvitationId of, int generation) {
        Instant now = Instant.now();
        return signed(InvitationToken.of(of, generation, now, now.plus(DAY)));
    }

    private String signed(SignedToken token) {
        return tokens.encode(token);
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
