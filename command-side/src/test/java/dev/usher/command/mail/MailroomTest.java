package dev.usher.command.mail;

import static dev.usher.command.mail.Greetings.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.usher.api.EmailAddress;
import dev.usher.command.mail.Greetings.Greeting;
import dev.usher.eventstore.TestDatabase;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class MailroomTest {

    private final TestDatabase database = TestDatabase.fresh();

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @Test
    void a_posted_letter_arrives_once_as_text_and_as_html() throws Exception {
        try (MailServer server = MailServer.started();
                PostOffice office = office(server.port())) {
            office.post("1", new Greeting(new EmailAddress("zoë@example.org"), "grüße ✉"));
            await().until(() -> office.get(Greetings.class).delivered.size() == 1 && office.waiting() == 0);

            assertThat(server.received()).hasSize(1);
            MimeMessage message = server.received().getFirst();
            assertThat(message.getContentType()).startsWith("multipart/alternative");
            assertThat(MailServer.part(message, 0)).isEqualTo("grüße ✉");
            assertThat(MailServer.part(message, 1)).isEqualTo("<p>grüße ✉</p>");
            assertThat(message.getSubject()).isEqualTo("grüße ✉");
            assertThat(message.getFrom()[0]).hasToString("Usher <usher@localhost.localdomain>");
            assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(message.getSentDate()).isNotNull();
            assertThat(message.getHeader("Message-ID")[0]).matches("<[0-9a-f]{32}@localhost\\.localdomain>");
        }
    }

    @Test
    void a_rolled_back_transaction_posts_nothing() {
        try (MailServer server = MailServer.started();
                PostOffice office = office(server.port())) {
            office.transactions().executeWithoutResult(transaction -> {
                office.mailroom().post("undone", hello(1));
                transaction.setRollbackOnly();
            });
            assertThat(office.contents()).isEmpty();

            office.post("done", hello(2));
            await().until(() -> office.get(Greetings.class).delivered.equals(List.of("hello 2")));
            assertThat(server.subjects()).containsExactly("hello 2");
        }
    }

    @Test
    void an_id_is_posted_once_even_when_its_letter_left_long_ago() {
        try (MailServer server = MailServer.started();
                PostOffice office = office(server.port())) {
            office.post("same", hello(1));
            await().until(() -> office.waiting() == 0);
            office.post("same", hello(2));
            office.post("other", hello(3));
            await().until(() -> office.get(Greetings.class).delivered.contains("hello 3"));
            assertThat(server.subjects()).containsExactly("hello 1", "hello 3");
        }
    }

    @Test
    void who_posts_an_id_in_a_race_keeps_a_working_transaction() throws Exception {
        try (MailServer server = MailServer.started();
                PostOffice office = office(server.port())) {
            CountDownLatch first = new CountDownLatch(1);
            Thread loser = Thread.ofVirtual()
                    .unstarted(() -> office.transactions().executeWithoutResult(_ -> {
                        first.countDown();
                        office.mailroom().post("same", hello(2));
                        office.mailroom().post("other", hello(3));
                    }));
            office.transactions().executeWithoutResult(_ -> {
                office.mailroom().post("same", hello(1));
                loser.start();
                assertThat(arrived(first)).isTrue();
            });
            assertThat(loser.join(Duration.ofSeconds(60))).isTrue();
            await().until(() -> office.get(Greetings.class).delivered.size() == 2);
            assertThat(server.subjects()).containsExactlyInAnyOrder("hello 1", "hello 3");
        }
    }

    @Test
    void a_letter_that_lost_its_purpose_does_not_leave() {
        try (MailServer server = MailServer.started();
                PostOffice office = office(server.port())) {
            office.get(Greetings.class).pointless = true;
            office.post("1", hello(1));
            await().until(() -> office.waiting() == 0);
            assertThat(server.received()).isEmpty();
            assertThat(office.get(Greetings.class).delivered).isEmpty();
            assertThat(office.dead()).isZero();
        }
    }

    @Test
    void several_processes_share_the_work_and_no_letter_leaves_twice() {
        try (MailServer server = MailServer.started();
                PostOffice one = office(server.port());
                PostOffice two = office(server.port())) {
            one.transactions()
                    .executeWithoutResult(_ ->
                            IntStream.range(0, 150).forEach(n -> one.mailroom().post("letter " + n, hello(n))));
            await().until(() -> one.waiting() == 0);

            assertThat(server.subjects()).hasSize(150).doesNotHaveDuplicates();
            Set<String> shared = new HashSet<>(one.get(Greetings.class).delivered);
            assertThat(two.get(Greetings.class).delivered).isNotEmpty();
            assertThat(shared).doesNotContainAnyElementsOf(two.get(Greetings.class).delivered);
        }
    }

    @Test
    void a_letter_whose_process_died_is_taken_up() {
        try (MailServer server = MailServer.started();
                PostOffice office = office(server.port())) {
            office.transactions().executeWithoutResult(_ -> {
                office.mailroom().post("orphan", hello(1));
                // As a process leaves it that is killed while it delivers: nobody else may pick it.
                office.get(JdbcClient.class).sql("""
                                UPDATE command_side.scheduled_task
                                SET picked = true, picked_by = 'dead', last_heartbeat = now(), version = version + 1
                                """).update();
            });
            office.post("other", hello(2));
            await().until(() -> office.get(Greetings.class).delivered.size() == 2);
            assertThat(server.subjects()).containsExactlyInAnyOrder("hello 1", "hello 2");
            await().until(() -> office.waiting() == 0);
        }
    }

    @Test
    void a_letter_nobody_writes_cannot_be_posted() {
        record Unnamed() implements Letter {}
        try (PostOffice office = office(MailServer.freePort())) {
            assertThatThrownBy(() -> office.post("1", new Unnamed()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Unnamed lacks the @StoredName");
            assertThat(office.waiting()).isZero();
        }
    }

    private PostOffice office(int port) {
        return PostOffice.open(database, port, new Class<?>[] {Greetings.Beans.class});
    }

    private static boolean arrived(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
