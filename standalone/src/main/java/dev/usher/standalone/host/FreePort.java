package dev.usher.standalone.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port for a server whose address others must know before it starts. */
public final class FreePort {

    /** Below those that systems give to clients: nobody takes it by chance in the seconds until it is listened on. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /** @return a port of loopback that nobody listens on at this moment */
    public static int find() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException _) {
                // Somebody listens there: another one.
            }
        }
        throw new CannotStart("there is no free port among %d between %d and %d".formatted(ATTEMPTS, LOWEST, HIGHEST));
    }
}
