package dev.usher.command.mail;

import static dev.usher.command.mail.Greetings.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.command.mail.DeadLetters.DeadLetter;
import dev.usher.eventstore.TestDatabase;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class MailTroubleTest {

    private final TestDatabase database = TestDatabase.fresh();

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @Test
    void a_server_that_is_down_loses_no_letter_and_is_told_about_once(CapturedOutput log) {
        try (MailServer server = MailServer.started();
                PostOffice office = office(server.port())) {
            Greetings greetings = office.get(Greetings.class);
            office.post("letter 0", hello(0));
            await().until(() -> greetings.delivered.size() == 1);
            server.stop();

            IntStream.range(1, 60).forEach(n -> office.post("letter " + n, hello(n)));
            await().until(() -> log.getOut().contains("is away, letters wait"));
            assertThat(office.waiting()).isEqualTo(59);
            server.start();

            await().until(() -> office.waiting() == 0);
            assertThat(server.subjects()).hasSize(60).doesNotHaveDuplicates();
            assertThat(greetings.delivered).hasSize(60);
            assertThat(office.dead()).isZero();
            assertThat(log.getOut().split("is away, letters wait")).hasSizeLessThan(5);
            assertThat(log.getOut()).contains("is back");
        }
    }

    @Test
    void a_server_that_says_nothing_holds_up_nobody_who_posts() {
        try (ScriptedServer server = ScriptedServer.mute();
                PostOffice office = office(server.port())) {
            // Were one of these sent while posting, it would wait for a server that speaks only after all are posted.
            IntStream.range(0, 50).forEach(n -> office.post("letter " + n, hello(n)));
            assertThat(office.waiting()).isEqualTo(50);
            server.speak();
            await().until(() -> office.get(Greetings.class).delivered.size() == 50);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 no such user <friend@example.org>",
        "RCPT, 553 5.1.3 bad address",
        "DATA, 554 5.6.0 not that",
        "\\., 552 5.3.4 too big"
    })
    void a_letter_that_the_server_refuses_for_good_is_dead_at_once(String place, String answer) {
        try (ScriptedServer server = ScriptedServer.answering(place, answer);
                PostOffice office = office(server.port())) {
            office.post("refused", hello(1));
            await().until(() -> office.dead() == 1);

            DeadLetter dead = office.get(DeadLetters.class).newest(10).getFirst();
            assertThat(dead.id()).isEqualTo("refused");
            assertThat(dead.kind()).isEqualTo("letter.greeting");
            assertThat(dead.attempts()).isEqualTo(1);
            assertThat(dead.reason()).contains(answer.substring(0, 9)).doesNotContain("friend");
            assertThat(office.get(Greetings.class).failed).containsExactly(dead.reason());
            assertThat(office.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 450 4.2.1 try later",
        "\\., 451 4.3.0 try later",
        "MAIL, 530 5.7.0 authentication required",
        "MAIL, 550 5.7.1 we do not like this sender",
        "RCPT, 530 5.7.0 authentication required",
        "[EH][EH]LO, 421 4.3.2 closing"
    })
    void trouble_that_may_pass_is_waited_out(String place, String answer) {
        try (ScriptedServer server = ScriptedServer.answering(place, answer);
                PostOffice office = office(server.port())) {
            office.post("patient", hello(1));
            await().until(() -> server.heard(place) >= 3);
            assertThat(office.waiting() + office.get(Greetings.class).delivered.size())
                    .isEqualTo(1);
            server.answers("", "");
            await().until(() -> office.get(Greetings.class).delivered.size() == 1);
            assertThat(office.dead()).isZero();
        }
    }

    @Test
    void a_letter_is_given_up_when_it_is_too_old_even_while_the_server_is_down() {
        try (PostOffice office = office(MailServer.freePort(), "usher.mail.retry.give-up-after=PT1S")) {
            office.post("hopeless", hello(1));
            await().until(() -> office.dead() == 1);
            DeadLetter dead = office.get(DeadLetters.class).newest(10).getFirst();
            assertThat(dead.reason()).startsWith("given up after PT1S: the mail server is away");
            assertThat(dead.attempts()).isGreaterThan(1);
            assertThat(dead.gaveUpAt()).isAfterOrEqualTo(dead.postedAt().plusSeconds(1));
            assertThat(office.get(Greetings.class).failed).hasSize(1);
        }
    }

    @Test
    void dead_letters_can_be_posted_again_one_by_one_or_all() {
        try (ScriptedServer server = ScriptedServer.answering("RCPT", "550 no");
                PostOffice office = office(server.port())) {
            IntStream.range(0, 3).forEach(n -> office.post("letter " + n, hello(n)));
            await().until(() -> office.dead() == 3);
            server.answers("", "");

            DeadLetters dead = office.get(DeadLetters.class);
            assertThat(dead.postAgain("no such letter")).isFalse();
            assertThat(dead.postAgain("letter 1")).isTrue();
            await().until(() -> office.get(Greetings.class).delivered.contains("hello 1"));
            assertThat(dead.postAllAgain()).isEqualTo(2);
            await().until(() -> office.get(Greetings.class).delivered.size() == 3 && office.waiting() == 0);
            assertThat(office.dead()).isZero();
        }
    }

    @Test
    void a_writer_that_fails_is_called_again_and_complained_about_once(CapturedOutput log) {
        try (MailServer server = MailServer.started();
                PostOffice office = office(server.port())) {
            Greetings greetings = office.get(Greetings.class);
            int[] calls = {0};
            greetings.whenWriting = _ -> {
                if (calls[0]++ < 4) {
                    throw new IllegalStateException("no ink");
                }
            };
            office.post("blotted", hello(1));
            await().until(() -> greetings.delivered.size() == 1);
            assertThat(calls[0]).isEqualTo(5);
            assertThat(log.getOut().split("letter blotted cannot be handled")).hasSize(2);
            assertThat(log.getOut()).contains("no ink");
        }
    }

    @Test
    void trouble_in_telling_does_not_send_the_letter_again() {
        try (MailServer server = MailServer.started();
                PostOffice office = office(server.port())) {
            Greetings greetings = office.get(Greetings.class);
            greetings.whenTold = _ -> {
                if (greetings.delivered.size() < 4) {
                    throw new IllegalStateException("nobody listens");
                }
            };
            office.post("once", hello(1));
            await().until(() -> greetings.delivered.size() == 4 && office.waiting() == 0);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void a_letter_carries_the_same_id_at_each_attempt() throws Exception {
        try (MailServer server = MailServer.started();
                PostOffice office = office(server.port())) {
            Postman postman = office.get(Postman.class);
            Mail mail = new Mail(hello(1).to(), "again", "again", "again");
            postman.deliver("same", mail);
            postman.deliver("same", mail);
            postman.deliver("other", mail);
            String first = server.received().get(0).getMessageID();
            assertThat(server.received().get(1).getMessageID()).isEqualTo(first);
            assertThat(server.received().get(2).getMessageID()).isNotEqualTo(first);
        }
    }

    @Test
    void a_subject_cannot_smuggle_in_a_header() throws Exception {
        try (MailServer server = MailServer.started();
                PostOffice office = office(server.port())) {
            Mail mail = new Mail(hello(1).to(), "hello\r\nBcc: all@example.org\u2028x", "text", "html");
            office.get(Postman.class).deliver("smuggler", mail);
            assertThat(server.received()).hasSize(1);
            assertThat(server.received().getFirst().getHeader("Bcc")).isNull();
            assertThat(server.subjects()).containsExactly("hello Bcc: all@example.org x");
        }
    }

    private PostOffice office(int port, String... settings) {
        return PostOffice.open(database, port, new Class<?>[] {Greetings.Beans.class}, settings);
    }
}
