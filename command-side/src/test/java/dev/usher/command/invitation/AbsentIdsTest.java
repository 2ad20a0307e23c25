package dev.usher.command.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.UserId;
import dev.usher.command.Browser;
import dev.usher.command.Browser.As;
import dev.usher.command.CommandSideTest;
import dev.usher.command.Loads;
import dev.usher.command.invitation.Invitations.Details;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a caller hears of ids that name nothing, something else, or what is not theirs. */
@CommandSideTest
class AbsentIdsTest {

    /** More than a process has connections to the database. */
    private static final int MORE_THAN_CONNECTIONS = 20;

    @Autowired
    Browser browser;

    @Autowired
    InvitationDesk desk;

    @Autowired
    Loads loads;

    private final UserId mallory = UserId.next();

    @Test
    void deleting_says_the_same_of_an_invitation_of_others_and_of_none() {
        InvitationId foreign = desk.invite(new EmailAddress("ann@example.org")).id();
        InvitationId none = InvitationId.next();

        assertThat(delete(foreign)).isEqualTo(delete(none));
    }

    @Test
    void the_id_of_a_team_is_no_invitation() {
        String team = team(mallory);

        assertThat(delete(new InvitationId(team))).isEqualTo(delete(InvitationId.next()));
        assertThat(browser.namesOfFactsAbout(team)).containsExactly("team.founded", "team.member-admitted");
    }

    @Test
    void looking_for_something_to_accept_gives_the_connection_back() {
        for (int i = 0; i < MORE_THAN_CONNECTIONS; i++) {
            browser.user(mallory).put("/team/none/member/" + mallory).expect(404);
        }
    }

    /** To load it first takes so much longer than to find nothing that the time of the answer tells (ADR 0024). */
    @Test
    void what_is_anothers_is_refused_before_it_is_loaded() {
        Details foreign = desk.invite(new EmailAddress("bob@example.org"));
        String own = team(mallory);

        As caller = browser.user(mallory);
        for (String team : List.of(foreign.teamId().value(), own)) {
            String invitation = "/v1/organizations/%s/invitations/%s".formatted(team, foreign.id());
            caller.post(invitation + "/resend", Map.of()).expect(404);
            caller.post(invitation + "/acceptance", Map.of()).expect(404);
            caller.post(invitation + "/declination", Map.of()).expect(404);
            caller.delete(invitation).expect(404);
            caller.delete("/clickhouse" + invitation).expect(404);
        }
        caller.delete("/membershipInvitation/" + foreign.id()).expect(404);
        caller.delete("/emailMembershipInvitation/" + foreign.id()).expect(404);
        caller.post("/emailMembershipInvitation/" + foreign.id() + "/membershipInvitation", "")
                .expect(403);

        assertThat(loads.of(foreign.id(), mallory)).isFalse();
    }

    @Test
    void a_team_of_others_is_refused_before_it_is_loaded() {
        String foreign = team(UserId.next());
        String own = team(mallory);
        As caller = browser.user(mallory);
        caller.put("/v1/organizations/%s/settings".formatted(foreign), Map.of("seats", 3))
                .expect(404);
        caller.post("/v1/organizations/%s/api-keys".formatted(foreign), Map.of("name", "x"))
                .expect(404);
        caller.delete("/v1/organizations/%s/api-keys/key-x".formatted(foreign)).expect(404);
        caller.put("/v1/organizations/%s/settings".formatted(own), Map.of("seats", 3))
                .expect(200);

        assertThat(loads.of(foreign, mallory)).isFalse();
        assertThat(loads.of(own, mallory)).isTrue();
    }

    private String team(UserId founder) {
        return browser.user(founder)
                .post("/team", Map.of("name", "Owls"))
                .expect(201)
                .text("id");
    }

    private String delete(InvitationId id) {
        return browser.user(mallory)
                .delete("/membershipInvitation/" + id)
                .reason(404)
                .replace(id.value(), "ID");
    }
}
