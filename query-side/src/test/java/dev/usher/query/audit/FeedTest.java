package dev.usher.query.audit;

import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.tokenOf;
import static dev.usher.query.audit.AuditDoorTest.AUDITOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.query.RunningQuerySide;
import dev.usher.query.World;
import dev.usher.query.rebuild.Rebuilding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcOperations;

/** Events as they happen. */
@ExtendWith(RunningQuerySide.class)
class FeedTest {

    private final World world = new World();

    @Test
    void whoBreaksOffAHundredTimesAndGoesOnSeesEachFactOnceInOrder() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = Thread.startVirtualThread(() -> {
            while (!enough.get()) {
                Rebuilding.lives(world, 2);
            }
        });
        List<Long> seen = new ArrayList<>();
        Random random = new Random(1);
        try {
            for (int i = 0; i < 100; i++) {
                try (Reader reader = new Reader("", last(seen))) {
                    reader.read(seen, 1 + random.nextInt(12));
                }
            }
        } finally {
            enough.set(true);
            writer.join();
        }
        List<Long> all = positions();
        try (Reader reader = new Reader("", last(seen))) {
            reader.read(seen, all.size() - seen.size());
        }
        assertThat(seen).isEqualTo(all).hasSizeGreaterThan(100);
    }

    @Test
    void readersGetWhatTheyWantAndNobodyElsesNews() throws Exception {
        Rebuilding.lives(world, 3);
        long head = positions().getLast();
        List<Long> seen = new ArrayList<>();
        try (Reader reader = new Reader("?type=invitation.accepted&team=" + world.team, head)) {
            reader.awaitOpen();
            World other = new World();
            Rebuilding.lives(other, 2);
            Rebuilding.lives(world, 4);
            reader.read(seen, 2);
        }
        assertThat(seen)
                .hasSize(2)
                .allSatisfy(position -> assertThat(bean(JdbcOperations.class)
                                .queryForObject(
                                        "select name || ' ' || (payload ->> 'teamId') from event_store.fact where global_index = ?",
                                        String.class,
                                        position))
                        .isEqualTo("invitation.accepted " + world.team));
    }

    /** One that takes nothing keeps nobody from taking theirs, nor from writing. */
    @Test
    void aReaderThatDoesNotReadHoldsUpNobody() throws Exception {
        long head = positions().getLast();
        try (Reader stuck = new Reader("", 0L);
                Reader other = new Reader("", head)) {
            stuck.awaitOpen();
            List<Long> seen = new CopyOnWriteArrayList<>();
            Rebuilding.lives(world, 400);
            other.read(seen, 600);
            assertThat(seen).hasSize(600);
        }
    }

    @Test
    void aPositionInTheHeaderOfABrowserThatComesBackGoesBeforeTheOneInItsAddress() throws Exception {
        Rebuilding.lives(world, 1);
        List<Long> all = positions();
        List<Long> seen = new ArrayList<>();
        try (Reader reader = new Reader("?after=0", all.get(all.size() - 2))) {
            reader.read(seen, 1);
        }
        assertThat(seen).containsExactly(all.getLast());
    }

    @Test
    void placesOfThoseWhoLeftAreFree() {
        EventReaders readers = bean(EventReaders.class);
        int before = readers.free();
        for (int i = 0; i < 5; i++) {
            try (Reader reader = new Reader("", 0L)) {
                reader.awaitOpen();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        // Whoever left is noticed with the next thing that is sent to them.
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            Rebuilding.lives(world, 1);
            return readers.free() >= before;
        });
    }

    private static Long last(List<Long> seen) {
        return seen.isEmpty() ? 0L : seen.getLast();
    }

    private static List<Long> positions() {
        return bean(JdbcOperations.class)
                .queryForList("select global_index from event_store.fact order by 1", Long.class);
    }

    /** A bare connection, so that it can be broken off anywhere. */
    private static final class Reader implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader lines;

        Reader(String query, Long last) throws IOException {
            int port = bean(Environment.class).getRequiredProperty("local.server.port", Integer.class);
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write("""
                            GET /v1/events%s HTTP/1.0
                            Host: localhost
                            Accept: text/event-stream
                            Authorization: Bearer %s
                            Last-Event-ID: %d

                            """.formatted(query, tokenOf(AUDITOR), last)
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }

        void awaitOpen() throws IOException {
            assertThat(lines.readLine()).endsWith(" 200 ");
            while (!lines.readLine().isEmpty()) {
                // headers
            }
        }

        /** Only what has come as a whole, up to the empty line, has come. */
        void read(List<Long> seen, int number) throws IOException {
            Long id = null;
            for (int left = number; left > 0; ) {
                String line = lines.readLine();
                if (line.startsWith("id: ")) {
                    id = Long.valueOf(line.substring(4));
                } else if (line.isEmpty() && id != null) {
                    seen.add(id);
                    id = null;
                    left--;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
