package dev.usher.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Standalone as a process of its own, as the person at the terminal has it. */
final class RunningStandalone implements AutoCloseable {

    private static final String LAST_LINE = "  stop ";

    private final Path data;
    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private RunningStandalone(Path data, Process process) {
        this.data = data;
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts it and returns at once. */
    static RunningStandalone launch(Path data, Map<String, String> settings) throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Ddisable-axoniq-console-message=true",
                "-cp",
                System.getProperty("java.class.path"),
                Standalone.class.getName());
        return launch(java, data, settings);
    }

    /** The same with the command of the README, in a directory that has the sources. */
    static RunningStandalone launchFromSources(Path sources, Path data, Map<String, String> settings)
            throws IOException {
        ProcessBuilder script = new ProcessBuilder("./usher").directory(sources.toFile());
        // Those of the build that runs this test name its own directory.
        script.environment().keySet().removeAll(Set.of("MAVEN_PROJECTBASEDIR", "MAVEN_CMD_LINE_ARGS"));
        return launch(script, data, settings);
    }

    private static RunningStandalone launch(ProcessBuilder command, Path data, Map<String, String> settings)
            throws IOException {
        command.environment().keySet().removeIf(name -> name.startsWith("USHER_"));
        command.environment().putAll(Map.of("USHER_DATA", data.toString(), "USHER_PORT", "0"));
        command.environment().putAll(settings);
        return new RunningStandalone(data, command.redirectErrorStream(true).start());
    }

    /** Starts it and waits until it says that it is up. */
    static RunningStandalone start(Path data) throws IOException {
        return launch(data, Map.of()).up();
    }

    /** Waits until it says that it is up. */
    RunningStandalone up() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (isUp()) {
                return this;
            }
        }
        throw new IllegalStateException("did not start: " + said());
    }

    private boolean isUp() {
        return lines.stream().anyMatch(line -> line.startsWith(LAST_LINE));
    }

    String said() {
        return String.join("\n", lines);
    }

    /** Waits for the end and returns all that was said. */
    String wholeOutput() {
        output.lines().forEach(lines::add);
        return said();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still runs");
        }
        return process.exitValue();
    }

    /** Through the handle: Process.destroy would also close the stream that its last words come from. */
    void terminate() throws InterruptedException {
        process.toHandle().destroy();
        exitCode();
    }

    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        exitCode();
    }

    Optional<ProcessHandle> postgres() throws IOException {
        String pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid.strip()));
    }

    boolean hasPostmasterFile() {
        return Files.exists(data.resolve("postgres/postmaster.pid"));
    }

    Connection connect() throws IOException, SQLException {
        return DriverManager.getConnection(
                "jdbc:" + found("jdbc:(\\S+)"),
                "usher",
                Files.readString(data.resolve("postgres.password")).strip());
    }

    int smtpPort() {
        return Integer.parseInt(found("SMTP on 127.0.0.1:(\\d+)"));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort() + path);
    }

    int httpPort() {
        return Integer.parseInt(found("API +http://localhost:(\\d+)"));
    }

    private String found(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(said());
        if (!matcher.find()) {
            throw new IllegalStateException(pattern + " is not in: " + said());
        }
        return matcher.group(1);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Leaves neither the process nor its database behind, whatever the test did. */
    @Override
    public void close() {
        try {
            terminate();
            if (isUp() && hasPostmasterFile()) {
                postgres().ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
