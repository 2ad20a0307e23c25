package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

@Execution(ExecutionMode.CONCURRENT) // it has processes of its own
class StandaloneTest {

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class While_it_runs {

        private Path data;
        private RunningStandalone standalone;

        @BeforeAll
        void start(@TempDir Path directory) throws IOException {
            data = directory;
            standalone = RunningStandalone.start(data);
        }

        @AfterAll
        void stop() {
            standalone.close();
        }

        @Test
        void its_database_keeps_what_it_acknowledges() throws Exception {
            try (Connection connection = standalone.connect();
                    Statement statement = connection.createStatement()) {
                assertThat(one(statement, "show fsync")).isEqualTo("on");
                assertThat(one(statement, "show synchronous_commit")).isEqualTo("on");
                assertThat(one(statement, "show full_page_writes")).isEqualTo("on");
                assertThat(one(statement, "show server_version")).startsWith("18.");
            }
        }

        @Test
        void its_database_asks_for_a_password_and_listens_on_loopback_only() throws Exception {
            try (Connection connection = standalone.connect();
                    Statement statement = connection.createStatement()) {
                assertThat(one(statement, "show listen_addresses")).isEqualTo("127.0.0.1");
                assertThat(one(statement, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"))
                        .isEqualTo("scram-sha-256");
            }
        }

        @Test
        void it_says_where_everything_is_and_no_secret() throws IOException {
            assertThat(standalone.said())
                    .contains("API ", "/mailbox", data.toString(), "jdbc:postgresql://127.0.0.1:", "Ctrl-C")
                    .doesNotContain(
                            Files.readString(data.resolve("postgres.password")).strip())
                    .doesNotContain(Files.readString(data.resolve("master.key")).strip());
        }

        @Test
        void a_second_one_on_the_same_directory_refuses_in_one_line() throws Exception {
            try (RunningStandalone second = RunningStandalone.launch(data, Map.of())) {
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.wholeOutput())
                        .startsWith("Usher cannot start: the data directory")
                        .contains("in use", "USHER_DATA")
                        .doesNotContain("\n");
                assertThat(standalone.get("/mailbox").statusCode()).isEqualTo(200);
            }
        }

        @Test
        void a_letter_sent_by_smtp_is_in_the_json_of_its_recipient() throws Exception {
            send("ada@example.org", "Join us", "Accept: https://usher.example/a?b=1&c=2", "<p>Accept</p>");
            send("bob@example.org", "Another", "text", "<p>html</p>");

            assertThat(standalone.get("/mailbox/messages?to=ADA@example.org").body())
                    .contains("\"to\":\"ada@example.org\"", "\"from\":\"Usher <usher@example.org>\"")
                    .contains("\"subject\":\"Join us\"", "\"text\":\"Accept: https://usher.example/a?b=1&c=2")
                    .contains("\"html\":\"<p>Accept</p>", "\"receivedAt\":\"20", "\"id\":\"")
                    .doesNotContain("bob@example.org");
        }

        @Test
        void a_letter_cannot_run_anything_in_the_page_that_shows_it() throws Exception {
            send(
                    "eve@example.org",
                    "<script>alert(1)</script>",
                    "<b>https://x.org/\"onclick=</b>",
                    "\"><script>alert(2)</script>");
            String json = standalone.get("/mailbox/messages?to=eve@example.org").body();
            String id = json.replaceFirst("(?s).*\"id\":\"(\\d+)\".*", "$1");

            HttpResponse<String> page = standalone.get("/mailbox/" + id);

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).doesNotContain("<script", "<b>").contains("sandbox=\"allow-popups");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'")
                    .doesNotContain("script-src");
            assertThat(standalone.get("/mailbox").body())
                    .contains("eve@example.org")
                    .doesNotContain("<script");
        }

        @Test
        void an_unknown_letter_is_not_found() throws Exception {
            assertThat(standalone.get("/mailbox/999999").statusCode()).isEqualTo(404);
        }

        @Test
        void a_web_page_under_another_name_cannot_read_the_mailbox() throws IOException {
            assertThat(statusLine("evil.example")).contains(" 403");
            assertThat(statusLine("localhost")).contains(" 200");
        }

        private String statusLine(String host) throws IOException {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), standalone.httpPort())) {
                String request = "GET /mailbox/messages HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .findFirst()
                        .orElseThrow();
            }
        }

        private void send(String to, String subject, String text, String html) throws Exception {
            StandaloneTest.send(standalone.smtpPort(), to, subject, text, html);
        }
    }

    @Test
    void a_second_start_after_a_clean_stop_finds_everything_again(@TempDir Path data) throws Exception {
        try (RunningStandalone first = RunningStandalone.start(data)) {
            leaveTraces(first);
            ProcessHandle postgres = first.postgres().orElseThrow();
            first.terminate();
            // Its last act is to remove this file.
            assertThat(first.hasPostmasterFile()).isFalse();
            await().until(() -> !postgres.isAlive());
            assertThat(first.wholeOutput()).doesNotContain("Exception", "ERROR");
        }
        String key = Files.readString(data.resolve("master.key"));
        try (RunningStandalone second = RunningStandalone.start(data)) {
            assertTraces(second);
        }
        assertThat(Files.readString(data.resolve("master.key"))).isEqualTo(key);
    }

    @Test
    void a_database_that_outlived_a_killed_process_is_taken_over(@TempDir Path data) throws Exception {
        ProcessHandle orphan;
        try (RunningStandalone killed = RunningStandalone.start(data)) {
            leaveTraces(killed);
            killed.kill();
            orphan = killed.postgres().orElseThrow();
            assertThat(orphan.isAlive()).isTrue();
            try (RunningStandalone second = RunningStandalone.start(data)) {
                assertThat(orphan.isAlive()).isFalse();
                assertTraces(second);
            }
        }
    }

    @Test
    void a_process_that_was_given_the_number_of_a_dead_database_is_left_alone(@TempDir Path data) throws Exception {
        try (RunningStandalone first = RunningStandalone.start(data)) {
            leaveTraces(first);
        }
        Process innocent = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(data.resolve("postgres/postmaster.pid"), innocent.pid() + "\n" + data + "/postgres\n");
            try (RunningStandalone second = RunningStandalone.start(data)) {
                assertTraces(second);
                assertThat(innocent.isAlive()).isTrue();
            }
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void a_wrong_setting_is_one_clear_line(@TempDir Path data) throws Exception {
        Map<String, String> settings = Map.of("USHER_SMTP_HOST", "smtp.example.org", "USHER_SMTP_TLS", "perhaps");
        try (RunningStandalone standalone = RunningStandalone.launch(data, settings)) {
            assertThat(standalone.exitCode()).isEqualTo(1);
            assertThat(standalone.wholeOutput())
                    .isEqualTo("Usher cannot start: USHER_SMTP_TLS is 'perhaps'; it can be starttls, tls or none.");
        }
    }

    private static void leaveTraces(RunningStandalone standalone) throws Exception {
        try (Connection connection = standalone.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table trace as select 'still here' as words");
        }
        send(standalone.smtpPort(), "ada@example.org", "Kept", "text", "<p>html</p>");
    }

    private static void assertTraces(RunningStandalone standalone) throws Exception {
        try (Connection connection = standalone.connect();
                Statement statement = connection.createStatement()) {
            assertThat(one(statement, "select words from trace")).isEqualTo("still here");
        }
        assertThat(standalone.get("/mailbox/messages?to=ada@example.org").body())
                .contains("\"subject\":\"Kept\"");
    }

    private static void send(int port, String to, String subject, String text, String html) throws Exception {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        MimeMessageHelper helper = new MimeMessageHelper(sender.createMimeMessage(), true, "UTF-8");
        helper.setFrom("Usher <usher@example.org>");
        helper.setTo(to);
        helper.setSubject(subject);
        helper.setText(text, html);
        sender.send(helper.getMimeMessage());
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
