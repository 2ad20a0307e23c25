package dev.usher.command.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.AdmitMember;
import dev.usher.api.team.MembershipId;
import dev.usher.api.token.SignedToken;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The calls of the membership door that change an invitation: every status, every kind of caller. */
@CommandSideTest
class MembershipDoorTest {

    private static final String PORTAL = "?portalEndpoint=https://portal.example.org/verify?token=";

    @Autowired
    Browser browser;

    @Autowired
    CommandGateway commands;

    @Autowired
    SignedTokens tokens;

    private final UserId admin = UserId.next();
    private final UserId member = UserId.next();
    private final UserId stranger = UserId.next();
    private final UserId ann = UserId.next();
    private final EmailAddress annsAddress = new EmailAddress("ann-" + UUID.randomUUID() + "@example.org");
    private final EmailAddress otherAddress = new EmailAddress("other-" + UUID.randomUUID() + "@example.org");

    private String team;
    private String otherTeam;

    @BeforeEach
    void found() {
        team = foundedBy(admin);
        otherTeam = foundedBy(stranger);
        commands.sendAndWait(new AdmitMember(new MembershipId(new TeamId(team), member), Role.MEMBER));
    }

    @Test
    void creating_answers_the_complete_invitation() {
        Instant expiry = Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
        Answer created = browser.user(admin)
                .post(
                        "/membershipInvitation",
                        Map.of(
                                "teamId",
                                team,
                                "inviteeEmail",
                                "  " + annsAddress.value().toUpperCase(Locale.ROOT),
                                "message",
                                "Join us",
                                "expiresOn",
                                expiry.toString(),
                                "createdBy",
                                "somebody else",
                                "somethingUnknown",
                                "is ignored"))
                .expect(201);
        assertThat(created.text("inviteeEmail")).isEqualTo(annsAddress.value());
        assertThat(created.text("createdBy")).isEqualTo(admin.value());
        assertThat(created.text("message")).isEqualTo("Join us");
        assertThat(created.text("createdOn")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(Instant.parse(created.text("expiresOn"))).isEqualTo(expiry);
        assertThat(created.json().has("inviteeId")).isFalse();
    }

    @Test
    void only_an_administrator_of_the_team_creates() {
        Map<String, String> wished = Map.of("teamId", team, "inviteeEmail", annsAddress.value());
        browser.nobody().post("/membershipInvitation", wished).reason(401);
        browser.bearer("rubbish").post("/membershipInvitation", wished).reason(401);
        String foreign =
                browser.user(stranger).post("/membershipInvitation", wished).reason(404);
        String absent = browser.user(stranger)
                .post("/membershipInvitation", Map.of("teamId", "none", "inviteeEmail", annsAddress.value()))
                .reason(404);
        assertThat(foreign.replace(team, "ID")).isEqualTo(absent.replace("none", "ID"));
        browser.user(member).post("/membershipInvitation", wished).reason(404);
        assertThat(browser.namesOfFactsAbout(annsAddress.value())).isEmpty();
        browser.user(admin).post("/membershipInvitation", wished).expect(201);
        assertThat(browser.user(admin).post("/membershipInvitation", wished).reason(409))
                .contains("is open for the same invitee");
    }

    @Test
    void a_user_whom_nobody_knows_is_not_invited() {
        Map<String, String> wished = Map.of("teamId", team, "inviteeId", stranger.value());
        assertThat(browser.user(admin).post("/membershipInvitation", wished).reason(400))
                .contains("there is no user");
    }

    @Test
    void deleting_is_for_administrators_and_the_bound_invitee_and_may_be_done_again() {
        String invitation = invite(annsAddress);
        String path = "/membershipInvitation/" + invitation;
        browser.nobody().delete(path).reason(401);
        browser.user(stranger).delete(path).reason(404);
        browser.user(member).delete(path).reason(404);
        browser.owner(ann, annsAddress).delete(path).reason(404); // not bound yet
        bind(invitation);
        browser.user(ann).delete(path).expect(204);
        browser.user(ann).delete(path).expect(204);
        browser.user(admin).delete(path).expect(204);
        assertThat(browser.namesOfFactsAbout(invitation)).containsOnlyOnce("invitation.deleted");
    }

    @Test
    void who_owns_the_address_is_verified_at_once_and_others_by_mail() {
        String invitation = invite(annsAddress);
        String path = "/membershipInvitation/" + invitation + "/verification";
        browser.nobody().post(path + PORTAL, "").reason(401);
        assertThat(browser.user(ann).post(path, "").reason(400)).contains("portalEndpoint");
        browser.user(ann)
                .post(path + "?portalEndpoint=https://evil.example/", "")
                .reason(400);
        browser.user(ann)
                .post("/membershipInvitation/none/verification" + PORTAL, "")
                .reason(404);

        Answer mailed =
                browser.owner(stranger, otherAddress).post(path + PORTAL, "").expect(202);
        assertThat(mailed.body()).isEmpty();
        Answer proof = browser.owner(ann, annsAddress).post(path + PORTAL, "").expect(200);
        assertThat(proof.text("inviteeId")).isEqualTo(ann.value());
        assertThat(proof.text("membershipInvitationId")).isEqualTo(invitation);
        assertThat(proof.text("emailMembershipInvitationId")).isEqualTo(invitation);
        assertThat(browser.namesOfFactsAbout(invitation))
                .contains("invitation.verification-requested", "invitation.invitee-verified");

        bind(invitation);
        assertThat(browser.user(ann).post(path + PORTAL, "").reason(409)).contains("bound");
        browser.user(admin).delete("/membershipInvitation/" + invitation).expect(204);
        browser.user(ann).post(path + PORTAL, "").reason(409);
    }

    @Test
    void binding_takes_the_proof_of_the_caller_for_this_invitation() {
        String invitation = invite(annsAddress);
        String other = invite(otherAddress);
        String path = "/membershipInvitation/" + invitation + "/inviteeId";
        SignedTokenBody proof = proof(ann, invitation, 1);
        browser.nobody().put(path, proof).reason(401);
        browser.user(ann).put(path).reason(400);
        assertThat(browser.user(stranger).put(path, proof).reason(403)).contains("another account");
        assertThat(browser.user(ann).put(path, proof(ann, other, 1)).reason(403))
                .contains("another invitation");
        browser.user(ann).put(path, proof(ann, invitation, 2)).reason(403);
        browser.user(ann)
                .put(
                        path,
                        signed(InvitationToken.of(
                                new InvitationId(invitation),
                                1,
                                Instant.now(),
                                Instant.now().plusSeconds(60))))
                .reason(403);
        browser.user(ann)
                .put("/membershipInvitation/none/inviteeId", proof(ann, "none", 1))
                .reason(404);

        browser.user(ann).put(path, proof).expect(200);
        browser.user(ann).put(path, proof).expect(200);
        assertThat(browser.user(stranger)
                        .put(path, proof(stranger, invitation, 1))
                        .reason(409))
                .contains("somebody else");
        assertThat(browser.namesOfFactsAbout(invitation)).containsOnlyOnce("invitation.invitee-bound");
    }

    @Test
    void accepting_is_for_the_bound_invitee_and_may_be_done_again() {
        String invitation = invite(annsAddress);
        String path = "/team/" + team + "/member/" + ann;
        browser.nobody().put(path).reason(401);
        browser.user(ann).put(path).reason(404); // not bound yet
        browser.owner(ann, annsAddress).put(path).reason(404); // owning the address is not enough
        bind(invitation);
        browser.user(stranger).put(path).reason(404);
        browser.user(admin).put(path).reason(404);
        browser.user(ann).put("/team/" + otherTeam + "/member/" + ann).reason(404);
        browser.user(ann).put(path + "?teamEndpoint=https://evil.example/").reason(400);

        assertThat(browser.user(ann).put(path).expect(204).body()).isEmpty();
        browser.user(ann).put(path).expect(204);
        assertThat(browser.namesOfFactsAbout(invitation)).containsOnlyOnce("invitation.accepted");
        assertThat(browser.user(admin)
                        .delete("/membershipInvitation/" + invitation)
                        .reason(409))
                .contains("accepted already");
    }

    @Test
    void nobody_joins_by_the_word_of_who_is_no_longer_administrator() {
        String invitation = invite(annsAddress);
        bind(invitation);
        UserId successor = UserId.next();
        commands.sendAndWait(new AdmitMember(new MembershipId(new TeamId(team), successor), Role.ADMIN));
        browser.user(admin).delete("/team/" + team + "/member/" + admin).expect(204);
        assertThat(browser.user(ann).put("/team/" + team + "/member/" + ann).reason(403))
                .contains("no longer an administrator");
        assertThat(browser.namesOfFactsAbout(ann)).doesNotContain("team.member-admitted");
    }

    @Test
    void who_belongs_to_the_team_has_what_they_ask_for_whatever_became_of_an_invitation_left_over() {
        String leftOver = invite(annsAddress);
        bind(leftOver);
        commands.sendAndWait(new AdmitMember(new MembershipId(new TeamId(team), ann), Role.MEMBER));
        UserId successor = UserId.next();
        commands.sendAndWait(new AdmitMember(new MembershipId(new TeamId(team), successor), Role.ADMIN));
        browser.user(admin).delete("/team/" + team + "/member/" + admin).expect(204);

        browser.user(ann).put("/team/" + team + "/member/" + ann).expect(204);

        assertThat(browser.namesOfFactsAbout(leftOver)).doesNotContain("invitation.accepted");
    }

    private String foundedBy(UserId user) {
        return browser.user(user)
                .post("/team", Map.of("name", "Owls"))
                .expect(201)
                .text("id");
    }

    private String invite(EmailAddress address) {
        return browser.user(admin)
                .post("/membershipInvitation", Map.of("teamId", team, "inviteeEmail", address.value()))
                .expect(201)
                .text("id");
    }

    private void bind(String invitation) {
        browser.user(ann)
                .put("/membershipInvitation/" + invitation + "/inviteeId", proof(ann, invitation, 1))
                .expect(200);
    }

    private SignedTokenBody proof(UserId user, String invitation, int generation) {
        Instant now = Instant.now();
        return signed(new InviteeVerificationToken(
                user, new InvitationId(invitation), generation, now, now.plus(Duration.ofHours(1))));
    }

    private SignedTokenBody signed(SignedToken token) {
        return tokens.sign(token);
    }
}
