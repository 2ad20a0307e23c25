package dev.usher.command.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.UserId;
import dev.usher.command.Browser;
import dev.usher.command.CommandSideTest;
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

    private final UserId mallory = UserId.next();

    @Test
    void deleting_says_the_same_of_an_invitation_of_others_and_of_none() {
        InvitationId foreign = desk.invite(new EmailAddress("ann@example.org")).id();
        InvitationId none = InvitationId.next();

        assertThat(delete(foreign)).isEqualTo(delete(none));
    }

    @Test
    void the_id_of_a_team_is_no_invitation() {
        String team = browser.user(mallory)
                .post("/team", Map.of("name", "Owls"))
                .expect(201)
                .text("id");

        assertThat(delete(new InvitationId(team))).isEqualTo(delete(InvitationId.next()));
        assertThat(browser.namesOfFactsAbout(team)).containsExactly("team.founded", "team.member-admitted");
    }

    @Test
    void looking_for_something_to_accept_gives_the_connection_back() {
        for (int i = 0; i < MORE_THAN_CONNECTIONS; i++) {
            browser.user(mallory).put("/team/none/member/" + mallory).expect(404);
        }
    }

    private String delete(InvitationId id) {
        return browser.user(mallory)
                .delete("/membershipInvitation/" + id)
                .reason(404)
                .replace(id.value(), "ID");
    }
}
