package dev.usher.command.organization;

import static dev.usher.command.Town.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.command.Town;
import dev.usher.command.invitation.InvitationDesk;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Roles of a deployment's own: owners and admins administer, and nobody gives what they do not have. */
@CommandSideTest
@TestPropertySource(properties = {"usher.roles.names=owner,admin,member,guest", "usher.roles.administrators=2"})
class LadderTest {

    @Autowired
    Browser browser;

    @Autowired
    Town town;

    @Autowired
    InvitationDesk desk;

    @Autowired
    JdbcClient sql;

    private final UserId owner = UserId.next();
    private final UserId ann = UserId.next();
    private final EmailAddress annsAddress = someone();
    private TeamId team;
    private UserId admin;
    private String invitations;

    @BeforeEach
    void found() {
        team = town.foundedBy(owner);
        admin = town.member(team, "admin");
        invitations = "/v1/organizations/" + team + "/invitations";
    }

    @Test
    void who_founds_a_team_owns_it_and_the_lowest_role_is_given_without_a_word() {
        assertThat(browser.factsAbout(team).toString()).contains("\"role\":\"owner\"");
        assertThat(invite(owner, annsAddress, null).expect(201).text("role")).isEqualTo("guest");
        assertThat(browser.user(owner)
                        .post(
                                "/membershipInvitation",
                                Map.of(
                                        "teamId",
                                        team.value(),
                                        "inviteeEmail",
                                        someone().value()))
                        .expect(201)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void an_admin_invites_admins_but_no_owner_and_a_member_nobody() {
        UserId member = town.member(team, "member");
        assertThat(invite(admin, annsAddress, "owner").expect(403).text("code")).isEqualTo("role-above-own");
        invite(member, annsAddress, "guest").expect(404);
        invite(admin, annsAddress, "admin").expect(201);
        invite(owner, someone(), "owner").expect(201);
        assertThat(invite(owner, someone(), "developer").expect(400).text("detail"))
                .contains("[owner, admin, member, guest]");
    }

    @Test
    void in_a_batch_each_row_has_its_ceiling() {
        Answer answer = browser.user(admin)
                .post(
                        invitations + "/batch",
                        "[{\"email\":\"%s\",\"role\":\"owner\"},{\"email\":\"%s\",\"role\":\"member\"},{\"email\":\"%s\",\"role\":\"king\"}]"
                                .formatted(
                                        someone().value(),
                                        someone().value(),
                                        someone().value()));
        assertThat(answer.expect(200)
                        .body()
                        .lines()
                        .limit(3)
                        .map(line ->
                                JsonMapper.shared().readTree(line).path("code").asString("created")))
                .containsExactly("role-above-own", "created", "invalid");
    }

    @Test
    void an_invitation_of_an_owner_who_became_admin_lets_nobody_own_the_team() {
        String id = invite(owner, annsAddress, "owner").expect(201).text("id");
        String lower = invite(owner, someone(), "admin").expect(201).text("id");
        role(owner, "admin");
        assertThat(accept(id).expect(403).text("code")).isEqualTo("role-above-own");
        assertThat(browser.namesOfFactsAbout(id)).doesNotContain("invitation.invitee-bound");
        assertThat(resend(owner, id).expect(403).text("code")).isEqualTo("role-above-own");
        assertThat(resend(admin, id).expect(403).text("code")).isEqualTo("role-above-own");
        resend(admin, lower).expect(200);
        role(owner, "member");
        assertThat(accept(id).expect(403).text("code")).isEqualTo("inviter-not-administrator");
        resend(owner, id).expect(404);
        role(owner, "owner");
        accept(id).expect(200);
    }

    /** Who sends it again answers for it from then on. */
    @Test
    void a_colleague_goes_on_with_the_invitation_of_somebody_who_left() {
        String id = invite(owner, annsAddress, "member").expect(201).text("id");
        browser.user(owner).delete("/team/" + team + "/member/" + owner).expect(204);
        assertThat(accept(id).expect(403).text("code")).isEqualTo("inviter-not-administrator");
        resend(admin, id).expect(200);
        accept(id).expect(200);
    }

    @Test
    void an_admin_may_delete_what_an_owner_began() {
        String id = invite(owner, annsAddress, "owner").expect(201).text("id");
        browser.user(admin).delete(invitations + "/" + id).expect(204);
    }

    @Test
    void the_last_who_administers_stays_whatever_their_role() {
        browser.user(owner).delete("/team/" + team + "/member/" + owner).expect(204);
        assertThat(browser.user(admin)
                        .delete("/team/" + team + "/member/" + admin)
                        .expect(409)
                        .body())
                .contains("administrator");
    }

    @Test
    void an_invitation_whose_role_is_not_known_any_more_can_be_declined_and_deleted_only() {
        String id = fromBefore(annsAddress, "developer");
        assertThat(accept(id).expect(403).text("code")).isEqualTo("role-above-own");
        assertThat(resend(owner, id).expect(403).text("code")).isEqualTo("role-above-own");
        browser.owner(ann, annsAddress)
                .post(invitations + "/" + id + "/declination", "")
                .expect(200);
        String other = fromBefore(someone(), "developer");
        browser.user(owner).delete(invitations + "/" + other).expect(204);
    }

    @Test
    void a_member_whose_role_is_not_known_any_more_administers_nothing() {
        UserId former = town.member(team, "developer");
        invite(former, annsAddress, "guest").expect(404);
        browser.user(former).delete("/team/" + team + "/member/" + former).expect(204);
    }

    private Answer invite(UserId by, EmailAddress address, String role) {
        return browser.user(by)
                .post(
                        invitations,
                        role == null
                                ? Map.of("email", address.value())
                                : Map.of("email", address.value(), "role", role));
    }

    private Answer accept(String id) {
        return browser.owner(ann, annsAddress).post(invitations + "/" + id + "/acceptance", "");
    }

    private Answer resend(UserId by, String id) {
        return browser.user(by).post(invitations + "/" + id + "/resend", "");
    }

    /** Nothing gives members another role yet; a deployment's own tool may. */
    private void role(UserId user, String role) {
        sql.sql("update command_side.team_member set role = :role where user_id = :user")
                .param("role", role)
                .param("user", user.value())
                .update();
    }

    /** Written when the roles of this deployment were others. */
    private String fromBefore(EmailAddress address, String role) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return desk.append(new InvitationCreated(
                        InvitationId.next(),
                        team,
                        now,
                        Invitee.of(address),
                        new Role(role),
                        null,
                        owner,
                        Channel.LINK,
                        null,
                        now.plusSeconds(3600),
                        null,
                        null))
                .id()
                .value();
    }
}
