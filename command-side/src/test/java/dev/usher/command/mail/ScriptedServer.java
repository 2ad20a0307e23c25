package dev.usher.command.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Speaks just enough SMTP to say no at a chosen place, or to say nothing at all. */
final class ScriptedServer implements AutoCloseable {

    private final ServerSocket socket;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch voice = new CountDownLatch(1);
    private volatile String place = "";
    private volatile String answer = "";

    ScriptedServer() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** @param place regular expression of how the command begins; "\\." is the end of the data */
    static ScriptedServer answering(String place, String answer) {
        ScriptedServer server = mute();
        server.answers(place, answer);
        server.speak();
        return server;
    }

    static ScriptedServer mute() {
        return new ScriptedServer();
    }

    void answers(String place, String answer) {
        this.place = place;
        this.answer = answer;
    }

    void speak() {
        voice.countDown();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How often a command was heard at this place. */
    long heard(String command) {
        return heard.stream().filter(line -> line.matches(command + ".*")).count();
    }

    @Override
    public void close() {
        voice.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> converse(client));
            }
        } catch (IOException _) {
            // Closed: the test is over.
        }
    }

    private void converse(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(client.getOutputStream(), true, StandardCharsets.UTF_8)) {
            voice.await();
            say(out, "220 here");
            boolean data = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (data && !line.equals(".")) {
                    continue;
                }
                heard.add(line);
                String reply = reply(line);
                data = reply.startsWith("354");
                say(out, reply);
            }
        } catch (IOException | InterruptedException _) {
            // The client went away.
        }
    }

    private String reply(String line) {
        if (!place.isEmpty() && line.matches(place + ".*")) {
            return answer;
        }
        return line.equals("DATA") ? "354 go on" : "250 fine";
    }

    private static void say(PrintWriter out, String line) {
        out.print(line + "\r\n");
        out.flush();
    }
}
