package dev.usher.command.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.LanguageTag;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.RecordLetterMailed;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.invitation.InvitationDesk;
import dev.usher.command.mail.MailServer;
import dev.usher.eventstore.StoredFact;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.Registration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.support.TransactionOperations;

/** From facts in the log to letters that arrive, and to facts about letters. Each test has a team and people. */
@ExtendWith(OutputCaptureExtension.class)
class LettersTest {

    private static final URI PORTAL = URI.create("https://portal.example.org/#!SignedToken:");
    private static final String ACCEPT_PAGE = "https://invite.example.org/accept?token=";
    private static final Duration WEEK = Duration.ofDays(7);

    private static World world;

    private final InvitationId id = InvitationId.next();
    private final EmailAddress address = new EmailAddress("guest-" + id + "@example.org");
    private Instant now;
    private TeamId team;
    private UserId admin;
    private UserId guest;

    @BeforeAll
    static void start() {
        world = new World();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @BeforeEach
    void begin() {
        now = world.now();
        team = world.team("Rockets");
        admin = world.account("grace", "Grace Hopper");
        guest = world.account("ada", "Ada Lovelace");
    }

    @Test
    void an_invitation_by_email_causes_one_letter_with_a_link_that_opens_it() throws Exception {
        happens(created(Channel.EMAIL), new RegistrationStarted(id, team, now));
        MimeMessage message = onlyLetter();

        assertThat(message.getSubject()).isEqualTo("Invitation to join the team “Rockets”");
        InvitationToken token = tokens().verify(tokenBehind(ACCEPT_PAGE, message), InvitationToken.class);
        assertThat(token).isEqualTo(new InvitationToken(id, 1, now, now.plus(WEEK)));
        assertThat(MailServer.part(message, 0))
                .contains("Grace Hopper invites you to join the team Rockets.", "> Hello,\n> join us!", "member");
        assertThat(MailServer.part(message, 1)).contains("Grace Hopper", "Rockets", "Hello,<br>", "join us!<br>");
        assertRecorded(new InvitationMailed(id, team, now, 1));
        keep("invitation", message);
    }

    @Test
    void a_team_that_is_kept_elsewhere_has_no_name_here_and_the_letter_does_without() throws Exception {
        team = new TeamId("acme-elsewhere");
        happens(created(Channel.EMAIL), asked());
        world.settle();
        List<MimeMessage> letters = world.letters(address);

        assertThat(letters).hasSize(2);
        for (MimeMessage letter : letters) {
            assertThat(letter.getSubject()).endsWith("a team").doesNotContain("acme");
            assertThat(MailServer.part(letter, 0)).contains("a team").doesNotContain("acme", "the team", "{{");
            assertThat(MailServer.part(letter, 1)).contains("a team").doesNotContain("acme", "the team", "{{");
        }
    }

    @Test
    void so_does_the_german_one() throws Exception {
        team = new TeamId("acme-elsewhere");
        happens(new InvitationCreated(
                id,
                team,
                now,
                Invitee.of(address),
                Role.MEMBER,
                null,
                admin,
                Channel.EMAIL,
                null,
                now.plus(WEEK),
                new LanguageTag("de"),
                null));
        MimeMessage message = onlyLetter();

        assertThat(message.getSubject()).isEqualTo("Einladung in ein Team");
        assertThat(MailServer.part(message, 0))
                .contains("lädt Sie in ein Team ein.")
                .doesNotContain("das Team");
        assertThat(MailServer.part(message, 1))
                .contains("Sie sind in ein Team eingeladen", "lädt Sie in ein Team ein.")
                .doesNotContain("das Team");
    }

    @Test
    void an_invitation_is_written_in_the_language_of_the_invitee_as_far_as_it_is_spoken_here() throws Exception {
        happens(new InvitationCreated(
                id,
                team,
                now,
                Invitee.of(address),
                Role.MEMBER,
                "Grüezi",
                admin,
                Channel.EMAIL,
                null,
                now.plus(WEEK),
                new LanguageTag("de-CH"),
                null));
        MimeMessage message = onlyLetter();

        assertThat(message.getSubject()).isEqualTo("Einladung in das Team “Rockets”");
        assertThat(MailServer.part(message, 0))
                .contains("Grace Hopper lädt Sie in das Team Rockets ein.", "> Grüezi", "Uhr (UTC)");
        assertThat(MailServer.part(message, 1))
                .contains("<html lang=\"de\"", "Einladung öffnen")
                .doesNotContain("If the button");
        tokens().verify(tokenBehind(ACCEPT_PAGE, message), InvitationToken.class);
        keep("invitation.de", message);
        assertThat(Tongue.of(new LanguageTag("fr"))).isEqualTo(Tongue.ENGLISH);
        assertThat(Tongue.of(null)).isEqualTo(Tongue.ENGLISH);
    }

    @Test
    void an_invitation_passed_on_as_a_link_causes_no_letter() {
        happens(created(Channel.LINK));
        world.settle();
        assertThat(world.posted(id)).isZero();
        assertNoLetter();
    }

    @Test
    void nor_does_it_when_the_link_is_renewed() {
        happens(created(Channel.LINK), resent());
        world.settle();
        assertNoLetter();
    }

    @Test
    void the_same_fact_twice_causes_one_letter() {
        StoredFact fact = new StoredFact(1, created(Channel.EMAIL), Map.of());
        happens((InvitationEvent) fact.fact());
        feed(fact);
        onlyLetter();
        feed(fact);
        onlyLetter();
    }

    @Test
    void resending_causes_a_letter_with_the_new_secret_to_the_chosen_page() {
        happens(withPage(PORTAL));
        onlyLetter();
        happens(resent());
        world.settle();
        assertThat(world.letters(address)).hasSize(2);
        String token = tokenBehind(PORTAL.toString(), world.letters(address).getLast());
        assertThat(tokens().verify(token, InvitationToken.class).generation()).isEqualTo(2);
        assertRecorded(new InvitationMailed(id, team, now, 1), new InvitationMailed(id, team, now, 2));
    }

    @Test
    void a_link_lives_for_thirty_days_at_most() {
        happens(created(Channel.EMAIL, Invitee.of(address), null, now, now.plus(Duration.ofDays(365))));
        String token = tokenBehind(ACCEPT_PAGE, onlyLetter());
        assertThat(tokens().verify(token, InvitationToken.class).expiresOn()).isEqualTo(now.plus(Duration.ofDays(30)));
    }

    @Test
    void a_superseded_secret_causes_no_letter() {
        happens(created(Channel.EMAIL), asked(), resent());
        String token = tokenBehind(ACCEPT_PAGE, onlyLetter());
        assertThat(tokens().verify(token, InvitationToken.class).generation()).isEqualTo(2);
        assertThat(world.posted(id)).isEqualTo(3);
        assertRecorded(new InvitationMailed(id, team, now, 2));
    }

    @Test
    void a_decided_invitation_causes_no_letter() {
        happens(created(Channel.EMAIL), asked(), new InvitationDeleted(id, team, now, admin));
        world.settle();
        assertThat(world.posted(id)).isEqualTo(2);
        assertNoLetter();
    }

    @Test
    void an_expired_invitation_causes_no_letter() {
        happens(created(Channel.EMAIL, Invitee.of(address), null, now.minusSeconds(20), now.minusSeconds(10)), asked());
        world.settle();
        assertThat(world.posted(id)).isEqualTo(2);
        assertNoLetter();
    }

    @Test
    void an_unknown_invitation_causes_no_letter() {
        feed(new StoredFact(1, resent(), Map.of()), new StoredFact(2, asked(), Map.of()));
        world.settle();
        assertThat(world.posted(id)).isEqualTo(2);
        assertNoLetter();
    }

    @Test
    void an_invited_user_gets_the_letter_at_the_address_of_the_account() {
        happens(created(Channel.EMAIL, Invitee.of(guest), null, now, now.plus(WEEK)));
        world.settle();
        assertThat(world.letters(World.addressOf(guest))).hasSize(1);
        assertRecorded(new InvitationMailed(id, team, now, 1));
    }

    @Test
    void an_invited_user_without_an_account_cannot_be_written_to() {
        happens(created(Channel.EMAIL, Invitee.of(new UserId("nobody")), null, now, now.plus(WEEK)));
        world.settle();
        assertThat(world.dead(id)).isEqualTo(1);
        assertRecorded(new InvitationMailFailed(id, team, now, 1, "user nobody has no account with an address"));
    }

    @Test
    void a_page_that_is_not_allowed_any_more_gets_no_token() {
        happens(withPage(URI.create("https://left.example.org/x")));
        world.settle();
        assertThat(world.dead(id)).isEqualTo(1);
        assertThat(world.letters(address)).isEmpty();
        assertThat(world.recorded(id))
                .singleElement()
                .satisfies(fact -> assertThat(((InvitationMailFailed) fact.getPayload()).reason())
                        .startsWith("the endpoint of its link must lead to one of"));
    }

    @Test
    void a_refused_record_is_done_with(CapturedOutput log) {
        new LetterRecords(world.get(CommandGateway.class)).mailed(id, 1);
        assertThat(log).contains(new RecordLetterMailed(id, 1) + " was refused: there is nothing");
        assertThat(world.recorded(id)).isEmpty();
    }

    /** One more than the gateway endures is left to the next attempt of the letter. */
    @Test
    void a_record_that_lost_every_race_is_tried_again_without_a_second_letter() {
        AtomicInteger races = new AtomicInteger();
        try (Registration _ = somebodyIsFaster(races, 7)) {
            happens(created(Channel.EMAIL));
            onlyLetter();
        }
        assertThat(races).hasValue(8);
        assertRecorded(new InvitationMailed(id, team, now, 1));
    }

    @Test
    void asking_to_verify_writes_to_the_invited_address_on_behalf_of_who_asked() {
        happens(created(Channel.LINK), asked());
        MimeMessage message = onlyLetter();
        assertThat(MailServer.part(message, 0)).contains("Ada Lovelace (user name ada)", "Rockets");
        assertThat(tokens().verify(tokenBehind(PORTAL.toString(), message), InviteeVerificationToken.class))
                .isEqualTo(new InviteeVerificationToken(guest, id, 1, now, now.plus(Duration.ofHours(24))));
        assertRecorded();
        keep("verification", message);
    }

    @Test
    void asking_to_verify_once_more_causes_one_letter_more() {
        happens(created(Channel.LINK), asked(), asked());
        world.settle();
        assertThat(world.letters(address)).hasSize(2);
    }

    @Test
    void words_of_others_are_shown_and_nothing_more() throws Exception {
        String nasty = "<script>alert('x')</script> http://evil.example/?a=b&c {{link}} \"quoted\" www.evil.example";
        team = world.team(nasty);
        admin = world.account("x", nasty);
        guest = world.account("x", nasty);
        happens(created(Channel.EMAIL, Invitee.of(address), nasty + "\n" + nasty, null, now, now.plus(WEEK)), asked());
        world.settle();
        assertThat(world.letters(address)).hasSize(2);

        for (MimeMessage message : world.letters(address)) {
            String html = MailServer.part(message, 1);
            assertThat(html).contains("&lt;script&gt;").doesNotContain("<script", "http://evil", "evil.example");
            assertThat(MailServer.part(message, 0)).contains("{{link}}").doesNotContain("http://evil", "evil.example");
            Matcher links = Pattern.compile("href=\"([^\"]*)\"").matcher(html);
            assertThat(links.results().map(link -> link.group(1)).distinct()).hasSize(1);
            assertThat(message.getSubject())
                    .hasSizeLessThan(130)
                    .contains("“<script>alert('x')")
                    .endsWith("…”");
        }
        keep("nasty", world.letters(address).getFirst());
    }

    @Test
    void no_secret_of_a_letter_is_kept_or_logged(CapturedOutput log) {
        world.mail.stop();
        String kept;
        try {
            happens(created(Channel.EMAIL), asked());
            await().atMost(World.LONG).until(() -> log.getOut().contains("is away, letters wait"));
            await().atMost(World.LONG).until(() -> world.posted(id) == 2);
            kept = world.contents();
        } finally {
            world.mail.start();
        }
        assertThat(kept).contains("letter.invitation", "letter.verification", id.value());
        world.settle();

        assertThat(world.letters(address)).hasSize(2);
        for (MimeMessage message : world.letters(address)) {
            String token = tokenBehind("", message);
            String signature =
                    SignedTokens.decoded(token, SignedTokenBody.class).hmac();
            assertThat(kept + world.contents() + ours(log)).doesNotContain(token, signature, "eyJ", address.value());
        }
    }

    /** The mail server of the tests logs addresses, in this process. */
    private static String ours(CapturedOutput log) {
        return log.getAll().lines().filter(line -> !line.contains("greenmail")).collect(Collectors.joining("\n"));
    }

    private void happens(InvitationEvent... facts) {
        world.get(InvitationDesk.class).append(facts);
    }

    /** As if the log said so. */
    private static void feed(StoredFact... facts) {
        world.get(TransactionOperations.class)
                .executeWithoutResult(_ -> world.get(DeliverLetters.class).consume(List.of(facts)));
    }

    /** So many times another fact takes the place in the log that the record of a letter was about to take. */
    private Registration somebodyIsFaster(AtomicInteger races, int lost) {
        return world.get(CommandBus.class).registerHandlerInterceptor((work, chain) -> {
            Object decided = chain.proceed();
            if (work.getMessage().getPayload() instanceof RecordLetterMailed wish
                    && wish.invitationId().equals(id)
                    && races.incrementAndGet() <= lost) {
                CompletableFuture.runAsync(() -> happens(new RegistrationStarted(id, team, now)))
                        .join();
            }
            return decided;
        });
    }

    private MimeMessage onlyLetter() {
        world.settle();
        assertThat(world.letters(address)).hasSize(1);
        return world.letters(address).getFirst();
    }

    private void assertNoLetter() {
        assertThat(world.letters(address)).isEmpty();
        assertThat(world.dead(id)).isZero();
        assertRecorded();
    }

    /** But for when. */
    private void assertRecorded(InvitationEvent... facts) {
        var recorded = world.recorded(id);
        assertThat(recorded)
                .extracting(fact -> (Object) fact.getPayload())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("at")
                .containsExactlyElementsOf(Arrays.asList(facts));
        assertThat(recorded)
                .allSatisfy(fact -> assertThat(fact.getMetaData()).containsEntry("actor", "deliver-letters"));
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

    private static SignedTokens tokens() {
        return world.get(SignedTokens.class);
    }

    private InvitationCreated created(Channel channel) {
        return created(channel, Invitee.of(address), null, now, now.plus(WEEK));
    }

    private InvitationCreated withPage(URI page) {
        return created(Channel.EMAIL, Invitee.of(address), page, now, now.plus(WEEK));
    }

    private InvitationCreated created(Channel channel, Invitee invitee, URI page, Instant at, Instant expiresAt) {
        return created(channel, invitee, "Hello,\njoin us!", page, at, expiresAt);
    }

    private InvitationCreated created(
            Channel channel, Invitee invitee, String message, URI page, Instant at, Instant expiresAt) {
        return new InvitationCreated(
                id, team, at, invitee, Role.MEMBER, message, admin, channel, page, expiresAt, null, null);
    }

    private InvitationResent resent() {
        return new InvitationResent(id, team, now, 2, admin, now.plus(WEEK));
    }

    private VerificationRequested asked() {
        return new VerificationRequested(id, team, now, guest, 1, PORTAL);
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
