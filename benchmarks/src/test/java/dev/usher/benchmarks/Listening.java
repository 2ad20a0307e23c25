package dev.usher.benchmarks;

import dev.usher.standalone.Client;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Do readers of the feed slow commands? One client creates invitations, one after the other, as fast as it can; in turns of ten seconds
 * without anybody else, and while a hundred follow the log by server-sent events. Prints invitations a second of both, and the share.
 */
final class Listening {

    private static final int READERS = 100;
    private static final int WARMING = 3;
    private static final int TURNS = 6;
    private static final Duration TURN = Duration.ofSeconds(10);
    private static final double LEAST = 0.9;

    private Listening() {}

    public static void main(String... args) throws Exception {
        try (Subject subject = Subject.with(2_000, Files.createTempDirectory("usher-listening"))) {
            Client.Person admin = subject.signedIn();
            String team = subject.client.foundTeam(admin, "Loud");
            double alone = 0;
            double listened = 0;
            for (int turn = -WARMING; turn < TURNS; turn++) {
                double without = commands(subject, admin, team);
                double with;
                try (Readers readers = new Readers(subject, admin)) {
                    with = commands(subject, admin, team);
                    readers.requireAllHeard((long) (with * TURN.toSeconds()));
                }
                System.out.printf(
                        Locale.ROOT,
                        "%.1f a second, %.1f with %d readers%s%n",
                        without,
                        with,
                        READERS,
                        turn < 0 ? " (warming up)" : "");
                if (turn >= 0) {
                    alone += without;
                    listened += with;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%.1f invitations a second, %.1f while %d follow the log, share %.2f: %s%n",
                    alone / TURNS,
                    listened / TURNS,
                    READERS,
                    listened / alone,
                    listened / alone >= LEAST ? "reached" : "NOT REACHED");
        }
    }

    /** @return invitations a second */
    private static double commands(Subject subject, Client.Person admin, String team) {
        long start = System.nanoTime();
        int count = 0;
        while (System.nanoTime() < start + TURN.toNanos()) {
            subject.client
                    .invite(admin, team, UUID.randomUUID() + "@example.org")
                    .expect(201);
            count++;
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }

    /** Connections that read whatever comes, all by one thread: who measures must not be what is measured. */
    private static final class Readers implements AutoCloseable {

        private static final byte[] FACT = "\nid:".getBytes(StandardCharsets.US_ASCII);

        private final Selector selector = Selector.open();
        private final List<long[]> heard = new ArrayList<>();

        Readers(Subject subject, Client.Person reader) throws IOException {
            URI usher = subject.address();
            long head = subject.head();
            for (int i = 0; i < READERS; i++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress(usher.getHost(), usher.getPort()));
                channel.write(
                        ByteBuffer.wrap("""
                        GET /v1/events?after=%d HTTP/1.1\r
                        Host: localhost\r
                        Accept: text/event-stream\r
                        Authorization: Bearer %s\r
                        \r
                        """.formatted(head, reader.token()).getBytes(StandardCharsets.US_ASCII)));
                channel.configureBlocking(false);
                long[] count = {0};
                heard.add(count);
                channel.register(selector, SelectionKey.OP_READ, count);
            }
            Thread.ofPlatform().daemon().start(this::read);
        }

        private void read() {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            try {
                while (selector.isOpen()) {
                    selector.select(key -> count(key, buffer), 1_000);
                }
            } catch (ClosedSelectorException _) {
                // All is read.
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Some facts lie across two reads and are not counted. */
        private static void count(SelectionKey key, ByteBuffer buffer) {
            try {
                if (((SocketChannel) key.channel()).read(buffer.clear()) < 0) {
                    key.cancel();
                    return;
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            byte[] bytes = buffer.array();
            for (int i = 0; i + FACT.length <= buffer.position(); i++) {
                if (bytes[i] == '\n' && bytes[i + 1] == 'i' && bytes[i + 2] == 'd' && bytes[i + 3] == ':') {
                    ((long[]) key.attachment())[0]++;
                }
            }
        }

        /** At least nine of ten invitations, whose creation is one fact of several. */
        void requireAllHeard(long invitations) {
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            for (long[] count : heard) {
                if (count[0] < invitations * 9 / 10) {
                    throw new AssertionError(
                            "a reader heard %d facts of %d invitations".formatted(count[0], invitations));
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }
}
