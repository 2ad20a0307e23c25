package dev.usher.standalone;

import dev.usher.standalone.host.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Usher, or one of its sides, in a process of its own: started, asked, killed. Its output is kept in a file. */
public final class UsherProcess implements AutoCloseable {

    /** As {@code ./usher} runs. */
    public static final List<String> TRIAL = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

    /** As the image runs: with the optimizing compiler. */
    public static final List<String> DEPLOYED = List.of("-Xmx1g");

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(4);

    /** All callers of all tests share one address, and an inviter invites tens of thousands in a minute. */
    private static final Map<String, String> ROOM = Map.of(
            "USHER_LIMITS_SIGN_IN_BY_ADDRESS", "100000/PT1M",
            "USHER_LIMITS_SIGN_IN_BY_NAME", "1000/PT1M",
            "USHER_LIMITS_TOKEN_BY_ADDRESS", "100000/PT1M",
            "USHER_LIMITS_REGISTRATION_LETTER_BY_ADDRESS", "100000/PT1M",
            "USHER_LIMITS_REGISTRATION_LETTER_BY_RECIPIENT", "1000/PT1M",
            "USHER_LIMITS_VERIFICATION_LETTER_BY_CALLER", "1000/PT1M",
            "USHER_LIMITS_VERIFICATION_LETTER_BY_RECIPIENT", "1000/PT1M",
            "USHER_LIMITS_INVITATION_LETTER_BY_INVITER", "1000000/PT1M",
            "USHER_LIMITS_INVITATION_LETTER_BY_TEAM", "1000000/PT1M",
            "USHER_LIMITS_INVITATION_LETTER_BY_RECIPIENT", "100000/PT1M");

    private final Process process;
    private final URI address;
    private final Path output;

    private UsherProcess(Process process, URI address, Path output) {
        this.process = process;
        this.address = address;
        this.output = output;
    }

    /**
     * Starts a main class of this class path and waits until it answers.
     *
     * @param environment USHER_… settings; the port is chosen here unless it is given, and limits are wide
     * @param output where standard output and error go, added to what is there
     */
    public static UsherProcess start(Class<?> main, Map<String, String> environment, Path output) {
        return start(main, environment, output, TRIAL);
    }

    /**
     * As {@link #start(Class, Map, Path)}.
     *
     * @param options of the JVM: {@link #TRIAL} or {@link #DEPLOYED}
     */
    public static UsherProcess start(
            Class<?> main, Map<String, String> environment, Path output, List<String> options) {
        int port = environment.containsKey("USHER_PORT")
                ? Integer.parseInt(environment.get("USHER_PORT"))
                : FreePort.find();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-Ddisable-axoniq-console-message=true", "-cp", System.getProperty("java.class.path"), main.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("USHER_"));
        builder.environment().putAll(ROOM);
        builder.environment().putAll(environment);
        builder.environment().put("USHER_PORT", Integer.toString(port));
        try {
            var started = new UsherProcess(builder.start(), URI.create("http://localhost:" + port), output);
            started.awaitAnswer();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI address() {
        return address;
    }

    public long pid() {
        return process.pid();
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code kill -9}: nothing of it runs on to clean up. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As Ctrl-C. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("it did not end within two minutes:\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitAnswer() {
        long giveUp = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > giveUp) {
                process.destroyForcibly();
                throw new AssertionError("it did not start:\n" + output());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private boolean answers() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(address.resolve("/.well-known/jwks.json"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            // Not published where an OpenID provider keeps the accounts; that is an answer, too.
            return http.send(request, BodyHandlers.discarding()).statusCode() < 500;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
