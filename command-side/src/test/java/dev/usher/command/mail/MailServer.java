package dev.usher.command.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A real SMTP server on a port that stays its own, which can be away for a while and remembers what it got. */
public final class MailServer implements AutoCloseable {

    private final int port = freePort();
    private final List<MimeMessage> earlier = new CopyOnWriteArrayList<>();
    private GreenMail running;

    public static MailServer started() {
        MailServer server = new MailServer();
        server.start();
        return server;
    }

    public static MailServer away() {
        return new MailServer();
    }

    public void start() {
        running = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        running.start();
    }

    public void stop() {
        if (running != null) {
            earlier.addAll(Arrays.asList(running.getReceivedMessages()));
            running.stop();
            running = null;
        }
    }

    public int port() {
        return port;
    }

    public List<MimeMessage> received() {
        Stream<MimeMessage> now = running == null ? Stream.of() : Arrays.stream(running.getReceivedMessages());
        return Stream.concat(earlier.stream(), now).toList();
    }

    public List<String> subjects() {
        return received().stream()
                .map(message -> {
                    try {
                        return message.getSubject();
                    } catch (MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    /** The part of multipart/alternative with this place: 0 is text, 1 is HTML. */
    public static String part(MimeMessage message, int place) {
        try {
            Multipart parts = (Multipart) message.getContent();
            return parts.getBodyPart(place).getContent().toString().replace("\r\n", "\n");
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
