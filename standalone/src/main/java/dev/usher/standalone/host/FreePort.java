package dev.usher.standalone.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port for a server whose address others must know before it starts. */
public final class FreePort {

    private FreePort() {}

    /** @return a port of loopback that nobody listens on at this moment */
    public static int find() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CannotStart("there is no free port: " + e.getMessage(), e);
        }
    }
}
