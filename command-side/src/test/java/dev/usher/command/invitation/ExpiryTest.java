package dev.usher.command.invitation;

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
import dev.usher.command.CommandSideTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What becomes of an invitation whose time passed while nobody looked. */
@CommandSideTest
class ExpiryTest {

    @Autowired
    Browser browser;

    @Autowired
    InvitationDesk desk;

    @Autowired
    Places places;

    @Autowired
    SweepExpired sweep;

    private final UserId admin = UserId.next();
    private final EmailAddress address = new EmailAddress("late-" + UUID.randomUUID() + "@example.org");
    private TeamId team;

    @BeforeEach
    void found() {
        team = new TeamId(browser.user(admin)
                .post("/team", Map.of("name", "Owls"))
                .expect(201)
                .text("id"));
    }

    @Test
    void it_does_not_stand_in_the_way_of_a_new_one() {
        InvitationId overdue = overdue();
        String fresh = browser.user(admin)
                .post("/membershipInvitation", Map.of("teamId", team.value(), "inviteeEmail", address.value()))
                .expect(201)
                .text("id");
        assertThat(browser.namesOfFactsAbout(overdue)).containsExactly("invitation.created", "invitation.expired");
        assertThat(places.holder(team, Invitee.of(address)).map(Places.Due::invitation))
                .contains(new InvitationId(fresh));
    }

    @Test
    void it_makes_room_for_the_first_row_of_a_batch_that_wants_its_place() {
        InvitationId overdue = overdue();
        List<String> results = browser.user(admin)
                .post(
                        "/v1/organizations/%s/invitations/batch".formatted(team),
                        List.of(Map.of("email", address.value()), Map.of("email", address.value())))
                .expect(200)
                .body()
                .lines()
                .toList();
        InvitationId fresh = places.holder(team, Invitee.of(address))
                .map(Places.Due::invitation)
                .orElseThrow();
        assertThat(fresh).isNotEqualTo(overdue);
        assertThat(results.get(0)).contains("\"created\"", fresh.value());
        assertThat(results.get(1)).contains("\"duplicate\"", fresh.value());
    }

    @Test
    void the_sweep_records_it_once_and_says_that_it_was_the_sweep() {
        InvitationId overdue = overdue();
        InvitationId open = desk.invite(new EmailAddress("early-" + UUID.randomUUID() + "@example.org"))
                .id();
        sweep.sweep();
        sweep.sweep();
        assertThat(browser.factsAbout(overdue))
                .extracting(fact -> fact.get("name") + " by " + fact.get("actor"))
                .contains("invitation.expired by sweep-expired")
                .hasSize(2);
        assertThat(browser.namesOfFactsAbout(open)).containsExactly("invitation.created");
        assertThat(places.holder(team, Invitee.of(address))).isEmpty();
    }

    @Test
    void it_cannot_be_verified_any_more() {
        InvitationId overdue = overdue();
        String path =
                "/membershipInvitation/%s/verification?portalEndpoint=https://portal.example.org/".formatted(overdue);
        assertThat(browser.owner(UserId.next(), address).post(path, "").reason(400))
                .contains("expired at");
        assertThat(browser.namesOfFactsAbout(overdue)).doesNotContain("invitation.invitee-verified");
    }

    /** As time would have left it: in the log and in its place, and a second too old. */
    private InvitationId overdue() {
        Instant created = Instant.now().minus(Duration.ofDays(7));
        Instant expiry = Instant.now().minusSeconds(1);
        InvitationId id = InvitationId.next();
        desk.append(new InvitationCreated(
                id,
                team,
                created,
                Invitee.of(address),
                Role.MEMBER,
                null,
                admin,
                Channel.LINK,
                null,
                expiry,
                null,
                null));
        InvitationFixture.taken(places, id, team, Invitee.of(address), expiry);
        return id;
    }
}
