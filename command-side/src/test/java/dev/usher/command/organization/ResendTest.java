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
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Sending again: for how long, of which version, and where its link may lead. */
@CommandSideTest
class ResendTest {

    @Autowired
    Browser browser;

    @Autowired
    Town town;

    @Autowired
    InvitationDesk desk;

    private final UserId admin = UserId.next();
    private final EmailAddress invited = someone();
    private TeamId team;
    private String self;

    @BeforeEach
    void invite() {
        team = town.foundedBy(admin);
        String invitations = "/v1/organizations/" + team + "/invitations";
        self = invitations + "/"
                + browser.user(admin)
                        .post(invitations, Map.of("email", invited.value(), "channel", "link"))
                        .expect(201)
                        .text("id");
    }

    @ParameterizedTest
    @CsvSource({"PT1H, 1", "P365D, 8760", "PT90M, 1", "P1DT1H, 25"})
    void it_is_open_for_as_long_as_wished(String expiresIn, long hours) {
        Answer resent = browser.user(admin)
                .post(self + "/resend", Map.of("expiresIn", expiresIn))
                .expect(200);
        assertThat(Duration.between(Instant.now(), Instant.parse(resent.text("expireAt"))))
                .isBetween(Duration.ofHours(hours).minusMinutes(1), Duration.ofHours(hours + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"expiresIn\":\"PT59M59S\"}",
                "{\"expiresIn\":\"P365DT1S\"}",
                "{\"expiresIn\":\"-P1D\"}",
                "{\"expiresIn\":\"P1Y\"}",
                "{\"expiresIn\":\"7\"}",
                "{\"expiresIn\":7}",
                "{\"expiresIn\":\"\"}",
                "{\"expiresIn\":\"PT99999999999999999999H\"}",
                "{\"expiresAt\":\"P1D\"}",
                "[]",
                "{"
            })
    void a_wish_that_makes_no_sense_changes_nothing(String body) {
        browser.user(admin).post(self + "/resend", body).expect(400);
        browser.user(UserId.next()).post(self + "/resend", body).expect(400); // nor does it tell what is there
        untouched();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "'1'",
                "W/\"1\"",
                "\"1\", \"2\"",
                "\"\"",
                "\"-1\"",
                "\"1.0\"",
                "\"1",
                "\"9999999999999999999\""
            })
    void what_is_no_version_is_refused(String ifMatch) {
        for (String call : new String[] {"/resend", "/acceptance", "/declination"}) {
            browser.with(browser.owner(admin, invited), "If-Match", ifMatch)
                    .post(self + call, "")
                    .expect(400);
        }
        browser.with(browser.user(admin), "If-Match", ifMatch).delete(self).expect(400);
        untouched();
    }

    @Test
    void another_version_is_refused_but_to_whom_may_not_know_of_any() {
        Browser.As owner = browser.owner(UserId.next(), invited);
        for (String call : new String[] {"/resend", "/acceptance", "/declination"}) {
            Browser.As who = call.equals("/resend") ? browser.user(admin) : owner;
            assertThat(browser.with(who, "If-Match", "\"2\"")
                            .post(self + call, "")
                            .expect(412)
                            .text("code"))
                    .isEqualTo("version-mismatch");
            browser.with(browser.user(UserId.next()), "If-Match", "\"2\"")
                    .post(self + call, "")
                    .expect(404);
        }
        browser.with(browser.user(admin), "If-Match", "\"2\"").delete(self).expect(412);
        untouched();
        browser.with(browser.user(admin), "If-Match", " \"1\" ")
                .post(self + "/resend", "")
                .expect(200);
        Answer accepted = browser.with(owner, "If-Match", "\"2\"")
                .post(self + "/acceptance", "")
                .expect(200);
        assertThat(accepted.response().headers().firstValue("ETag")).hasValue("\"5\"");
        browser.with(owner, "If-Match", "\"2\"").post(self + "/acceptance", "").expect(200); // done already
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void an_invitation_whose_page_is_not_allowed_any_more_is_not_sent_again(Channel channel) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        InvitationId id = InvitationId.next();
        desk.append(new InvitationCreated(
                id,
                team,
                now,
                Invitee.of(someone()),
                Role.MEMBER,
                null,
                admin,
                channel,
                URI.create("https://former.example/join?token="),
                now.plusSeconds(7200),
                null,
                null));
        Answer refused = browser.user(admin)
                .post("/v1/organizations/" + team + "/invitations/" + id + "/resend", "")
                .expect(400);
        assertThat(refused.text("code")).isEqualTo("endpoint-not-allowed");
        assertThat(browser.namesOfFactsAbout(id)).doesNotContain("invitation.resent");
        browser.user(UserId.next())
                .post("/v1/organizations/" + team + "/invitations/" + id + "/resend", "")
                .expect(404);
    }

    private void untouched() {
        assertThat(browser.namesOfFactsAbout(self.substring(self.lastIndexOf('/') + 1)))
                .containsExactly("invitation.created");
    }
}
