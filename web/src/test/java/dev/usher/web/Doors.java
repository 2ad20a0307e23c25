package dev.usher.web;

import dev.usher.api.EmailAddress;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.eventstore.Buckets;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An application with one controller at each door, which fails in every way when asked to. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@Import({WebConfiguration.class, Doors.Membership.class, Doors.Usher.class, Doors.ClickHouse.class})
class Doors {

    /** Counts what got through, so that tests see that a refused call did nothing. */
    static final AtomicInteger DONE = new AtomicInteger();

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    RotatingKeys keys() {
        return new RotatingKeys();
    }

    @Bean
    Buckets buckets() {
        return new Buckets(JdbcClient.create(CountingDatabase.ONE), new JdbcTransactionManager(CountingDatabase.ONE));
    }

    @Bean
    OneKey apiKeys() {
        return new OneKey();
    }

    record Sample(String text, EmailAddress email, Integer number, Boolean flag, Instant time, List<Sample> parts) {}

    /** Nothing listens on port 1. */
    static void askDatabase() {
        JdbcClient.create(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none"))
                .sql("select 1")
                .query()
                .singleRow();
    }

    static class Calls {

        @PostMapping("/samples")
        Sample echo(@RequestBody Sample sample) {
            DONE.incrementAndGet();
            return sample;
        }

        @GetMapping("/samples/{team}")
        String one(@PathVariable TeamId team, @RequestParam int limit) {
            return "\"" + team + limit + "\"";
        }

        @GetMapping("/me")
        Caller me(Caller caller) {
            return caller;
        }

        @GetMapping("/host")
        String host(HttpServletRequest request) {
            return "\"" + request.getServerName() + "\"";
        }

        @PostMapping("/open")
        @OpenToApiKeys
        Caller open(Caller caller) {
            return caller;
        }

        @GetMapping("/closed")
        @OpenToApiKeys(false)
        Caller closed(Caller caller) {
            return caller;
        }

        @PostMapping({"/team/{team}/things", "/organizations/{team}/things"})
        String change(@PathVariable TeamId team) {
            DONE.incrementAndGet();
            return "\"" + team + "\"";
        }

        @GetMapping("/refusals/{code}")
        void refuse(@PathVariable Refusal.Code code) {
            throw code.because("because of " + code);
        }

        /** Longer than any buffer, and never at its end. */
        @GetMapping("/halves")
        Iterable<String> half() {
            return () -> IntStream.range(0, 100_000)
                    .mapToObj(i -> {
                        if (i == 50_000) {
                            throw new IllegalStateException("a secret of halves");
                        }
                        return "element " + i;
                    })
                    .iterator();
        }

        @GetMapping("/failures/{kind}")
        void fail(@PathVariable String kind) {
            switch (kind) {
                case "database" -> askDatabase();
                case "stream" -> throw new AggregateNotFoundException("42", "select secret from stream");
                case "crowd" -> throw new IllegalStateException(new RejectedExecutionException("secret queue is full"));
                case "flood" -> throw Refusal.Code.TOO_MANY_REQUESTS.because("too many", Duration.ofMillis(12_300));
                case "cut" ->
                    throw new EventStoreException("secret", new SQLException("secret", "08006", new EOFException()));
                case "race" -> throw new ConcurrencyException("insert into secret");
                default -> throw new IllegalStateException("a secret of " + kind);
            }
        }
    }

    @MembershipDoor
    static class Membership extends Calls {}

    @RestController
    @RequestMapping("/v1")
    static class Usher extends Calls {}

    @RestController
    @RequestMapping("/clickhouse/v1")
    static class ClickHouse extends Calls {}
}
