package dev.usher.command.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.Refusal;
import dev.usher.eventstore.TestDatabase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The first start on an empty database, and those after it. */
@ExtendWith(OutputCaptureExtension.class)
class FirstAdministratorTest {

    private static final Pattern PRINTED = Pattern.compile("user name admin with password (\\S+) ");

    private final Passwords passwords = new Passwords();
    private DriverManagerDataSource dataSource;
    private Accounts accounts;

    @BeforeEach
    void freshDatabase() {
        TestDatabase database = TestDatabase.fresh();
        dataSource = new DriverManagerDataSource(database.url(), database.user(), database.password());
        Flyway.configure()
                .dataSource(dataSource)
                .schemas("command_side")
                .locations("classpath:db/command_side")
                .load()
                .migrate();
        accounts = new Accounts(JdbcClient.create(dataSource));
    }

    private void start(AdministratorSettings settings) {
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        FirstAdministrator first =
                new FirstAdministrator(accounts, passwords, settings, transactions, Clock.systemUTC());
        first.afterPropertiesSet();
        first.afterSingletonsInstantiated();
    }

    private static List<String> printed(CapturedOutput output) {
        List<String> passwords = new ArrayList<>();
        Matcher found = PRINTED.matcher(output.getOut());
        while (found.find()) {
            passwords.add(found.group(1));
        }
        return passwords;
    }

    private boolean signsIn(String login, String password) {
        return passwords.matches(password, accounts.credentials(login).map(Accounts.Credentials::passwordHash));
    }

    @Test
    void the_first_start_prints_credentials_that_work_and_no_later_start_does(CapturedOutput output) {
        start(new AdministratorSettings("admin@usher.invalid", null));
        start(new AdministratorSettings("admin@usher.invalid", null));

        assertThat(printed(output)).hasSize(1);
        assertThat(signsIn("admin", printed(output).getFirst())).isTrue();
        assertThat(signsIn("admin@usher.invalid", printed(output).getFirst())).isTrue();
    }

    @Test
    void of_several_processes_that_start_together_one_makes_and_prints_it(CapturedOutput output) throws Exception {
        try (ExecutorService processes = Executors.newFixedThreadPool(4)) {
            List<Future<?>> starts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                starts.add(processes.submit(() -> start(new AdministratorSettings("admin@usher.invalid", null))));
            }
            for (Future<?> start : starts) {
                start.get();
            }
        }

        assertThat(printed(output)).hasSize(1);
        assertThat(signsIn("admin", printed(output).getFirst())).isTrue();
    }

    @Test
    void a_password_that_was_set_is_used_and_not_printed(CapturedOutput output) {
        start(new AdministratorSettings("root@example.org", "set by the operator"));

        assertThat(signsIn("root@example.org", "set by the operator")).isTrue();
        assertThat(output).doesNotContain("set by the operator");
        assertThat(new AdministratorSettings("root@example.org", "set by the operator"))
                .hasToString("AdministratorSettings[r…@example.org]");
    }

    @Test
    void settings_that_cannot_be_are_refused_at_start() {
        assertThatThrownBy(() -> new AdministratorSettings("admin@localhost", null))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new AdministratorSettings("admin@usher.invalid", "short"))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining("short");
        assertThat(Optional.ofNullable(new AdministratorSettings("admin@usher.invalid", " ").password()))
                .isEmpty();
    }
}
