package dev.usher.command.invitation;

import static dev.usher.command.invitation.Lives.ADMIN;
import static dev.usher.command.invitation.Lives.ANN;
import static dev.usher.command.invitation.Lives.ANNS_ADDRESS;
import static dev.usher.command.invitation.Lives.BOB;
import static dev.usher.command.invitation.Lives.CREATED;
import static dev.usher.command.invitation.Lives.EXPIRY;
import static dev.usher.command.invitation.Lives.ID;
import static dev.usher.command.invitation.Lives.NOW;
import static dev.usher.command.invitation.Lives.PORTAL;
import static dev.usher.command.invitation.Lives.TEAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.InvitationEvent.Proof;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.invitation.AcceptInvitation;
import dev.usher.api.invitation.BindInvitee;
import dev.usher.api.invitation.RecordLetterFailed;
import dev.usher.api.invitation.RecordLetterMailed;
import dev.usher.api.invitation.RequestVerification;
import dev.usher.api.invitation.ResendInvitation;
import dev.usher.api.invitation.StartRegistration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the matrix cannot say in one word. */
class InvitationRulesTest extends InvitationFixture {

    @Test
    void anInvitationIsOpenForSevenDays() {
        assertThat(facts(decide(List.of(), Lives.wish())))
                .first()
                .isInstanceOfSatisfying(
                        InvitationCreated.class,
                        fact -> assertThat(fact.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(7))));
    }

    @Test
    void anInvitationIsOpenForAsLongAsWished() {
        Instant tomorrow = NOW.plus(Duration.ofDays(1));
        assertThat(facts(decide(List.of(), Lives.wish(Invitee.of(ANN), tomorrow))))
                .first()
                .isInstanceOfSatisfying(
                        InvitationCreated.class,
                        fact -> assertThat(fact.expiresAt()).isEqualTo(tomorrow));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1H", "PT0S", "PT59M29S", "P365DT1S", "P40000D"})
    void anExpiryOutsideOfAnHourToAYearIsRefused(Duration ahead) {
        Refusal refusal = refusal(decide(List.of(), Lives.wish(Invitee.of(ANN), NOW.plus(ahead))));
        assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID);
        assertThat(refusal).hasMessageContaining(NOW.plus(ahead).toString());
    }

    @Test
    void whoBelongsToTheTeamAlreadyCannotBeInvitedByAddressNorById() {
        member(TEAM, ANN, Role.MEMBER);
        assertThat(code(decide(List.of(), Lives.wish()))).isEqualTo(Refusal.Code.ALREADY_MEMBER);
        assertThat(code(decide(List.of(), Lives.wish(Invitee.of(ANN), null)))).isEqualTo(Refusal.Code.ALREADY_MEMBER);
    }

    @Test
    void aUserWhoDoesNotExistCannotBeInvited() {
        Refusal refusal = refusal(decide(List.of(), Lives.wish(Invitee.of(BOB), null)));
        assertThat(refusal).hasMessage("inviteeId: there is no user bob");
    }

    @Test
    void onlyAnAdministratorInvites() {
        leaves(TEAM, ADMIN);
        assertThat(code(decide(List.of(), Lives.wish()))).isEqualTo(Refusal.Code.NOT_FOUND);
        member(TEAM, ADMIN, Role.MEMBER);
        assertThat(code(decide(List.of(), Lives.wish()))).isEqualTo(Refusal.Code.NOT_FOUND);
    }

    @Test
    void aSecondInvitationForTheSameInviteeIsRefusedNamingTheFirst() {
        InvitationId first = InvitationId.next();
        taken(first, Invitee.of(ANNS_ADDRESS));
        Refusal refusal = refusal(decide(List.of(), Lives.wish()));
        assertThat(refusal.code()).isEqualTo(Refusal.Code.DUPLICATE_INVITATION);
        assertThat(refusal).hasMessageContaining(first.value());
    }

    @Test
    void anAddressThatDiffersByADotIsAnotherInvitee() {
        taken(InvitationId.next(), Invitee.of(new EmailAddress("a.nn@example.org")));
        assertThat(facts(decide(List.of(), Lives.wish()))).hasSize(1);
    }

    @Test
    void resendingMakesTheNextSecretTheOnlyOneAndTheExpiryFresh() {
        var resent = new InvitationResent(ID, TEAM, NOW, 2, ADMIN, NOW.plus(Duration.ofDays(7)));
        assertThat(facts(decide(Lives.of("open"), new ResendInvitation(ID, TEAM, ADMIN, null, null))))
                .containsExactly(resent);
        List<InvitationEvent> life = Lives.and(Lives.of("open"), resent);
        assertThat(code(decide(life, new StartRegistration(ID, 1)))).isEqualTo(Refusal.Code.TOKEN_SUPERSEDED);
        assertThat(code(decide(life, new BindInvitee(ID, ANN, 1, Proof.MAILED_TOKEN))))
                .isEqualTo(Refusal.Code.TOKEN_SUPERSEDED);
        assertThat(facts(decide(life, new BindInvitee(ID, ANN, 2, Proof.MAILED_TOKEN))))
                .hasSize(2);
    }

    @Test
    void resendingRevivesAnExpiredInvitationAsItWas() {
        var resent = new InvitationResent(ID, TEAM, NOW, 2, ADMIN, NOW.plus(Duration.ofDays(7)));
        List<InvitationEvent> life = Lives.and(Lives.of("expired"), resent);
        assertThat(facts(decide(life, new AcceptInvitation(ID, TEAM, ANN, Set.of(), null, null))))
                .containsExactly(new InvitationAccepted(ID, TEAM, NOW, ANN, Role.MEMBER));
    }

    @Test
    void anExpiredInvitationCannotBeRevivedBesidesANewerOne() {
        taken(InvitationId.next(), Invitee.of(ANNS_ADDRESS));
        assertThat(code(decide(Lives.of("expired"), new ResendInvitation(ID, TEAM, ADMIN, null, null))))
                .isEqualTo(Refusal.Code.DUPLICATE_INVITATION);
    }

    @Test
    void whoRegisteredThroughTheInvitationIsBoundOnThatPath() {
        List<InvitationEvent> life = Lives.and(Lives.of("open"), new InviteeRegistered(ID, TEAM, CREATED, ANN));
        assertThat(facts(decide(life, new BindInvitee(ID, ANN, 1, Proof.ACCOUNT_ADDRESS))))
                .containsExactly(
                        new InviteeVerified(ID, TEAM, NOW, ANN, Proof.ACCOUNT_ADDRESS),
                        new InviteeBound(ID, TEAM, NOW, ANN, Path.REGISTERED));
        assertThat(facts(decide(life, new BindInvitee(ID, BOB, 1, Proof.MAILED_TOKEN))))
                .contains(new InviteeBound(ID, TEAM, NOW, BOB, Path.SIGNED_IN));
    }

    @Test
    void whoWasVerifiedBeforeIsNotVerifiedAgain() {
        List<InvitationEvent> life =
                Lives.and(Lives.of("open"), new InviteeVerified(ID, TEAM, CREATED, ANN, Proof.ACCOUNT_ADDRESS));
        assertThat(facts(decide(life, new BindInvitee(ID, ANN, 1, Proof.ACCOUNT_ADDRESS))))
                .containsExactly(new InviteeBound(ID, TEAM, NOW, ANN, Path.SIGNED_IN));
    }

    @Test
    void askingAgainWithinAMinuteSendsNoSecondLetterButLaterItDoes() {
        assertThat(facts(decide(asked(NOW.minusSeconds(59), 1), new RequestVerification(ID, ANN, PORTAL))))
                .isEmpty();
        assertThat(facts(decide(asked(NOW.minusSeconds(60), 1), new RequestVerification(ID, ANN, PORTAL))))
                .containsExactly(new VerificationRequested(ID, TEAM, NOW, ANN, 1, PORTAL));
        assertThat(facts(decide(asked(NOW.minusSeconds(1), 1), new RequestVerification(ID, BOB, PORTAL))))
                .hasSize(1);
    }

    @Test
    void anInvitationOfWhoIsNoLongerAdministratorIsRefusedAtAcceptance() {
        leaves(TEAM, ADMIN);
        assertThat(code(decide(Lives.of("bound"), new AcceptInvitation(ID, TEAM, ANN, Set.of(), null, null))))
                .isEqualTo(Refusal.Code.INVITER_NOT_ADMINISTRATOR);
    }

    @Test
    void acceptingFreesThePlaceAndLetsTheInviteeJoin() {
        taken(ID, Invitee.of(ANNS_ADDRESS));
        decide(Lives.of("bound"), new AcceptInvitation(ID, TEAM, ANN, Set.of(), null, null));
        assertThat(places().holder(TEAM, Invitee.of(ANNS_ADDRESS))).isEmpty();
        assertThat(admitted()).containsExactly(TEAM + "/" + ANN + " " + Role.MEMBER);
    }

    @Test
    void aLetterIsRecordedOnceForEachSecret() {
        List<InvitationEvent> life = Lives.and(Lives.of("open"), new InvitationMailed(ID, TEAM, CREATED, 1));
        assertThat(facts(decide(life, new RecordLetterMailed(ID, 1)))).isEmpty();
        assertThat(facts(decide(life, new RecordLetterFailed(ID, 1, "late")))).isEmpty();
        var resent = new InvitationResent(ID, TEAM, CREATED, 2, ADMIN, EXPIRY);
        assertThat(facts(decide(Lives.and(life, resent), new RecordLetterMailed(ID, 2))))
                .containsExactly(new InvitationMailed(ID, TEAM, NOW, 2));
    }

    @Test
    void noFactPrecedesTheCreation() {
        assertThatThrownBy(() -> new InvitationState.NotCreated().evolve(new InvitationExpired(ID, TEAM, NOW)))
                .isInstanceOf(IllegalStateException.class);
    }

    private static List<InvitationEvent> asked(Instant when, int generation) {
        return Lives.and(Lives.of("open"), new VerificationRequested(ID, TEAM, when, ANN, generation, PORTAL));
    }
}
