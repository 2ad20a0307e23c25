package dev.usher.command.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.api.EmailAddress;
import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.RecordLetterFailed;
import dev.usher.api.invitation.RecordLetterMailed;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.account.Accounts.Account;
import dev.usher.command.invitation.Invitations.Details;
import dev.usher.command.mail.MailServer;
import dev.usher.command.mail.PostOffice;
import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.StoredFact;
import dev.usher.eventstore.TestDatabase;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.ComponentScan;

@ExtendWith(OutputCaptureExtension.class)
class LettersTest {

    private static final InvitationId ID = new InvitationId("0190-invitation");
    private static final TeamId TEAM = new TeamId("0190-team");
    private static final UserId ADMIN = new UserId("0190-admin");
    private static final UserId GUEST = new UserId("0190-guest");
    private static final EmailAddress ADDRESS = new EmailAddress("guest@example.org");
    private static final URI PORTAL = URI.create("https://portal.example.org/#!SignedToken:");
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final MailServer server = MailServer.started();
    private PostOffice office;
    private World world;
    private long position;

    @ComponentScan("dev.usher.command.letter")
    static class Scanned {}

    @BeforeEach
    void open() {
        office = PostOffice.open(
                TestDatabase.fresh(),
                server.port(),
                new Class<?>[] {World.Beans.class, Scanned.class},
                "usher.links.allowed-hosts=portal.example.org",
                "usher.links.accept-page=https://invite.example.org/accept?token=");
        world = office.get(World.class);
        world.teams.put(TEAM, "Rockets");
        world.accounts.put(ADMIN, new Account(ADMIN, "grace", "Grace Hopper", new EmailAddress("grace@example.org")));
        world.accounts.put(GUEST, new Account(GUEST, "ada", "Ada Lovelace", new EmailAddress("ada@example.org")));
        world.invitations.put(ID, details(Invitee.of(ADDRESS), 1, true));
    }

    @AfterEach
    void close() {
        office.close();
        server.close();
    }

    @Test
    void an_invitation_by_email_causes_one_letter_with_a_link_that_opens_it() throws Exception {
        happens(created(Channel.EMAIL), declined());
        MimeMessage message = onlyLetter();

        assertThat(message.getAllRecipients()[0]).hasToString("guest@example.org");
        assertThat(message.getSubject()).isEqualTo("Invitation to join the team “Rockets”");
        InvitationToken token = tokens().verify(
                        tokenBehind("https://invite.example.org/accept?token=", message), InvitationToken.class);
        assertThat(token).isEqualTo(new InvitationToken(ID, 1, now, now.plus(Duration.ofDays(7))));
        assertThat(MailServer.part(message, 0))
                .contains("Grace Hopper invites you to join the team Rockets.", "> Hello,\n> join us!", "member");
        assertThat(MailServer.part(message, 1)).contains("Grace Hopper", "Rockets", "Hello,<br>", "join us!<br>");
        assertRecorded(new RecordLetterMailed(ID, 1));
        assertThat(world.commands.getFirst().getMetaData()).containsEntry("actor", "deliver-letters");
        keep("invitation", message);
    }

    @Test
    void an_invitation_passed_on_as_a_link_causes_no_letter() {
        happens(created(Channel.LINK), declined());
        assertThat(office.contents()).isEmpty();
    }

    @Test
    void the_same_fact_twice_causes_one_letter() {
        StoredFact fact = new StoredFact(++position, created(Channel.EMAIL), Map.of());
        feed(fact);
        feed(fact);
        onlyLetter();
        feed(fact);
        assertThat(office.waiting()).isZero();
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void resending_causes_a_letter_with_the_new_secret_to_the_chosen_page() {
        Details first = details(Invitee.of(ADDRESS), 2, true);
        world.invitations.put(ID, withPage(first, PORTAL));
        happens(new InvitationResent(ID, TEAM, now, 2, ADMIN, first.expiresAt()));
        MimeMessage message = onlyLetter();
        assertThat(tokens().verify(tokenBehind(PORTAL.toString(), message), InvitationToken.class)
                        .generation())
                .isEqualTo(2);
        assertRecorded(new RecordLetterMailed(ID, 2));
    }

    @Test
    void a_link_lives_for_thirty_days_at_most() {
        Details year = details(Invitee.of(ADDRESS), 1, true);
        world.invitations.put(
                ID,
                new Details(
                        ID,
                        TEAM,
                        year.invitee(),
                        Role.ADMIN,
                        null,
                        ADMIN,
                        null,
                        1,
                        now,
                        now.plus(Duration.ofDays(365)),
                        true,
                        null));
        happens(created(Channel.EMAIL));
        String token = tokenBehind("https://invite.example.org/accept?token=", onlyLetter());
        assertThat(tokens().verify(token, InvitationToken.class).expiresOn()).isEqualTo(now.plus(Duration.ofDays(30)));
    }

    @Test
    void superseded_decided_expired_and_unknown_invitations_cause_no_letter() {
        world.invitations.put(new InvitationId("superseded"), details(Invitee.of(ADDRESS), 2, true));
        world.invitations.put(new InvitationId("deleted"), details(Invitee.of(ADDRESS), 1, false));
        world.invitations.put(
                new InvitationId("expired"),
                new Details(
                        ID,
                        TEAM,
                        Invitee.of(ADDRESS),
                        Role.MEMBER,
                        null,
                        ADMIN,
                        null,
                        1,
                        now.minusSeconds(20),
                        now.minusSeconds(10),
                        true,
                        null));
        for (String id : List.of("superseded", "deleted", "expired", "unknown")) {
            InvitationId invitation = new InvitationId(id);
            happens(
                    new InvitationResent(invitation, TEAM, now, 1, ADMIN, now.plusSeconds(60)),
                    new VerificationRequested(invitation, TEAM, now, GUEST, 1, PORTAL));
        }
        await().atMost(LONG).until(() -> office.waiting() == 0);
        assertThat(server.received()).isEmpty();
        assertThat(world.commands).isEmpty();
        assertThat(office.dead()).isZero();
    }

    @Test
    void an_invited_user_gets_the_letter_at_the_address_of_the_account() throws Exception {
        world.invitations.put(ID, details(Invitee.of(GUEST), 1, true));
        happens(created(Channel.EMAIL));
        assertThat(onlyLetter().getAllRecipients()[0]).hasToString("ada@example.org");
    }

    @Test
    void an_invited_user_without_an_account_cannot_be_written_to() {
        world.invitations.put(ID, details(Invitee.of(new UserId("nobody")), 1, true));
        happens(created(Channel.EMAIL));
        await().atMost(LONG).until(() -> office.dead() == 1);
        assertRecorded(new RecordLetterFailed(ID, 1, "user nobody has no account with an address"));
    }

    @Test
    void a_page_that_is_not_allowed_any_more_gets_no_token() {
        world.invitations.put(
                ID, withPage(details(Invitee.of(ADDRESS), 1, true), URI.create("https://left.example.org/x")));
        happens(created(Channel.EMAIL));
        await().atMost(LONG).until(() -> office.dead() == 1);
        assertThat(((RecordLetterFailed) world.commands.getFirst().getPayload()).reason())
                .startsWith("the endpoint of its link must lead to one of");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void a_refused_record_is_not_tried_again() {
        world.refusal = Refusal.Code.NOT_FOUND.because("it is gone");
        happens(created(Channel.EMAIL));
        onlyLetter();
        await().atMost(LONG).until(() -> office.waiting() == 0);
        assertThat(world.commands).hasSize(1);
    }

    @Test
    void a_record_that_lost_a_race_is_tried_again_without_a_second_letter() {
        world.refusal = Refusal.Code.CONCURRENT_CHANGE.because("somebody was faster");
        happens(created(Channel.EMAIL));
        await().atMost(LONG).until(() -> world.commands.size() >= 2);
        world.refusal = null;
        await().atMost(LONG).until(() -> office.waiting() == 0);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void asking_to_verify_writes_to_the_invited_address_on_behalf_of_who_asked() throws Exception {
        happens(new VerificationRequested(ID, TEAM, now, GUEST, 1, PORTAL));
        MimeMessage message = onlyLetter();
        assertThat(message.getAllRecipients()[0]).hasToString("guest@example.org");
        assertThat(MailServer.part(message, 0)).contains("Ada Lovelace (user name ada)", "Rockets");
        assertThat(tokens().verify(tokenBehind(PORTAL.toString(), message), InviteeVerificationToken.class))
                .isEqualTo(new InviteeVerificationToken(GUEST, ID, 1, now, now.plus(Duration.ofHours(24))));
        await().atMost(LONG).until(() -> office.waiting() == 0);
        assertThat(world.commands).isEmpty();
        keep("verification", message);
    }

    @Test
    void asking_to_verify_once_more_causes_one_letter_more() {
        happens(
                new VerificationRequested(ID, TEAM, now, GUEST, 1, PORTAL),
                new VerificationRequested(ID, TEAM, now, GUEST, 1, PORTAL));
        await().atMost(LONG).until(() -> server.received().size() == 2);
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void words_of_others_are_shown_and_nothing_more() {
        String nasty = "<script>alert('x')</script> http://evil.example/?a=b&c {{link}} \"quoted\" www.evil.example";
        world.teams.put(TEAM, nasty);
        world.accounts.put(ADMIN, new Account(ADMIN, "x", nasty, new EmailAddress("grace@example.org")));
        world.accounts.put(GUEST, new Account(GUEST, "x", nasty, new EmailAddress("ada@example.org")));
        Details plain = details(Invitee.of(ADDRESS), 1, true);
        world.invitations.put(
                ID,
                new Details(
                        ID,
                        TEAM,
                        plain.invitee(),
                        Role.MEMBER,
                        nasty + "\n" + nasty,
                        ADMIN,
                        null,
                        1,
                        now,
                        plain.expiresAt(),
                        true,
                        null));
        happens(created(Channel.EMAIL), new VerificationRequested(ID, TEAM, now, GUEST, 1, PORTAL));
        await().atMost(LONG).until(() -> server.received().size() == 2);

        for (MimeMessage message : server.received()) {
            String html = MailServer.part(message, 1);
            assertThat(html).contains("&lt;script&gt;").doesNotContain("<script", "http://evil", "evil.example");
            assertThat(MailServer.part(message, 0)).contains("{{link}}").doesNotContain("http://evil", "evil.example");
            Matcher links = Pattern.compile("href=\"([^\"]*)\"").matcher(html);
            assertThat(links.results().map(link -> link.group(1)).distinct()).hasSize(1);
        }
        assertThat(server.subjects())
                .allSatisfy(subject -> assertThat(subject)
                        .hasSizeLessThan(130)
                        .contains("“<script>alert('x')")
                        .endsWith("…”"));
        keep("nasty", server.received().getFirst());
    }

    @Test
    void no_secret_of_a_letter_is_kept_or_logged(CapturedOutput log) {
        server.stop();
        happens(created(Channel.EMAIL), new VerificationRequested(ID, TEAM, now, GUEST, 1, PORTAL));
        await().atMost(LONG).until(() -> log.getOut().contains("is away, letters wait"));
        String kept = office.contents();
        assertThat(kept).contains("letter.invitation", "letter.verification", ID.value());
        server.start();
        await().atMost(LONG).until(() -> office.waiting() == 0);

        for (MimeMessage message : server.received()) {
            String token = tokenBehind("", message);
            String signature =
                    SignedTokens.decoded(token, SignedTokenBody.class).hmac();
            assertThat(kept + office.contents() + ours(log)).doesNotContain(token, signature, "eyJ", ADDRESS.value());
        }
        assertThat(server.received()).hasSize(2);
    }

    /** The mail server of the tests logs addresses, in this process. */
    private static String ours(CapturedOutput log) {
        return log.getAll().lines().filter(line -> !line.contains("greenmail")).collect(Collectors.joining("\n"));
    }

    private MimeMessage onlyLetter() {
        await().atMost(LONG).until(() -> office.waiting() == 0);
        assertThat(server.received()).hasSize(1);
        return server.received().getFirst();
    }

    /** The same link in both parts, and in the HTML as a button too. */
    private static String tokenBehind(String page, MimeMessage message) {
        Matcher link = Pattern.compile("\n(http\\S*?)(eyJ[\\w-]+)\\s").matcher(MailServer.part(message, 0));
        assertThat(link.find()).isTrue();
        assertThat(link.group(1)).startsWith(page);
        String escaped = link.group().strip().replace("=", "&#x3D;");
        assertThat(MailServer.part(message, 1).split(Pattern.quote("href=\"" + escaped + "\""), -1))
                .hasSize(3);
        return link.group(2);
    }

    private SignedTokens tokens() {
        return office.get(SignedTokens.class);
    }

    private void happens(Fact... facts) {
        feed(Arrays.stream(facts)
                .map(fact -> new StoredFact(++position, fact, Map.of()))
                .toArray(StoredFact[]::new));
    }

    private void feed(StoredFact... facts) {
        office.transactions()
                .executeWithoutResult(_ -> office.get(FactConsumer.class).consume(List.of(facts)));
    }

    private void assertRecorded(Object command) {
        await().atMost(LONG).until(() -> !world.commands.isEmpty());
        assertThat(world.commands)
                .extracting(message -> (Object) message.getPayload())
                .containsExactly(command);
    }

    private Details details(Invitee invitee, int generation, boolean open) {
        return new Details(
                ID,
                TEAM,
                invitee,
                Role.MEMBER,
                "Hello,\njoin us!",
                ADMIN,
                null,
                generation,
                now,
                now.plus(Duration.ofDays(7)),
                open,
                null);
    }

    private static Details withPage(Details d, URI page) {
        return new Details(
                d.id(),
                d.teamId(),
                d.invitee(),
                d.role(),
                d.message(),
                d.createdBy(),
                page,
                d.generation(),
                d.issuedAt(),
                d.expiresAt(),
                d.open(),
                d.boundTo());
    }

    private InvitationCreated created(Channel channel) {
        return new InvitationCreated(
                ID,
                TEAM,
                now,
                Invitee.of(ADDRESS),
                Role.MEMBER,
                null,
                ADMIN,
                channel,
                null,
                now.plus(Duration.ofDays(7)));
    }

    private InvitationDeclined declined() {
        return new InvitationDeclined(ID, TEAM, now, GUEST);
    }

    /** To be looked at by people. */
    private static void keep(String name, MimeMessage message) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "letters"));
            Files.writeString(folder.resolve(name + ".html"), MailServer.part(message, 1));
            Files.writeString(folder.resolve(name + ".txt"), MailServer.part(message, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
