package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.usher.api.InvitationEvent.InvitationCreated;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** What was acknowledged is there after any kill: the invitation, its view, its place in the counts, its letter. */
@Execution(ExecutionMode.CONCURRENT) // it has a process of its own
class KillTest {

    private static final int KILLS = 10;
    private static final int WRITERS = 8;

    @TempDir
    Path directory;

    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();

    private UsherProcess usher;
    private String team;

    @BeforeEach
    void startMailServer() {
        mail.start();
    }

    @AfterEach
    void stopAll() {
        if (usher != null) {
            usher.close();
        }
        mail.stop();
        OwnDatabase.end(data());
    }

    @Test
    void nothingAcknowledgedIsLostWhenItIsKilledTenTimesUnderLoad() {
        usher = start();
        team = new Client(usher.address()).foundTeam(administrator(usher), "Survivors");
        for (int kill = 0; kill < KILLS; kill++) {
            inviteUntilKilled(usher);
            usher = start();
            everythingAcknowledgedIsThere(usher);
        }
    }

    private void inviteUntilKilled(UsherProcess usher) {
        Client.Person admin = administrator(usher);
        AtomicBoolean stop = new AtomicBoolean();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        Thread[] writers = IntStream.range(0, WRITERS)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    try {
                        invite(usher, admin, stop);
                    } catch (AssertionError e) {
                        failures.add(e);
                    }
                }))
                .toArray(Thread[]::new);
        int before = acknowledged.size();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> acknowledged.size() >= before + WRITERS || !failures.isEmpty());
        // Then at any moment of what a busy process does.
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1000)).toNanos());
        usher.kill();
        stop.set(true);
        Arrays.stream(writers).forEach(KillTest::join);
        assertThat(failures).isEmpty();
    }

    private void invite(UsherProcess usher, Client.Person admin, AtomicBoolean stop) {
        Client client = new Client(usher.address());
        while (!stop.get()) {
            String email = "invitee" + number.incrementAndGet() + "@example.org";
            try {
                JsonNode created = client.invite(admin, team, email).expect(201).json();
                acknowledged.put(created.get("id").asString(), email);
            } catch (UncheckedIOException killed) {
                return;
            }
        }
    }

    private void everythingAcknowledgedIsThere(UsherProcess usher) {
        Client client = new Client(usher.address());
        Client.Person admin = administrator(usher);
        Map<String, String> shown = openInvitations(client, admin);
        assertThat(shown).containsAllEntriesOf(acknowledged);
        assertThat(shown).isEqualTo(replayed());
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(created(client, admin)).isEqualTo(shown.size()));
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(recipients()).containsAll(shown.values()));
    }

    private Map<String, String> openInvitations(Client client, Client.Person admin) {
        Map<String, String> all = new HashMap<>();
        long total;
        do {
            JsonNode page = client.get("/team/%s/openInvitation?limit=100&offset=%d".formatted(team, all.size()), admin)
                    .expect(200)
                    .json();
            total = page.get("totalNumberOfResults").asLong();
            page.get("results")
                    .forEach(i -> all.put(
                            i.get("id").asString(), i.get("inviteeEmail").asString()));
        } while (all.size() < total);
        return all;
    }

    /** The log itself, folded by hand. */
    private Map<String, String> replayed() {
        try (OwnDatabase database = new OwnDatabase(data())) {
            return database.log().all(InvitationCreated.class).stream()
                    .collect(Collectors.toMap(
                            fact -> fact.invitationId().value(),
                            fact -> fact.invitee().email().value()));
        }
    }

    private long created(Client client, Client.Person admin) {
        return client.get("/v1/organizations/" + team + "/statistics", admin)
                .expect(200)
                .json()
                .get("totals")
                .get("created")
                .asLong();
    }

    private Set<String> recipients() {
        return Stream.of(mail.getReceivedMessages())
                .map(letter -> {
                    try {
                        return letter.getAllRecipients()[0].toString();
                    } catch (jakarta.mail.MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.toSet());
    }

    private static Client.Person administrator(UsherProcess usher) {
        return new Client(usher.address()).signIn("admin", "correct horse battery");
    }

    private Path data() {
        return directory.resolve("data");
    }

    private UsherProcess start() {
        Map<String, String> environment = Map.of(
                "USHER_DATA", data().toString(),
                "USHER_ADMIN_PASSWORD", "correct horse battery",
                "USHER_SMTP_HOST", "127.0.0.1",
                "USHER_SMTP_PORT", Integer.toString(mail.getSmtp().getPort()),
                "USHER_SMTP_TLS", "none",
                // What a killed process was about to send is taken up after a few of these.
                "USHER_MAIL_HEARTBEAT", "PT0.5S");
        return UsherProcess.start(Standalone.class, environment, directory.resolve("output.log"));
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
