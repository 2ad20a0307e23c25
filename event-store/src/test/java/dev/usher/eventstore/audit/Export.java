package dev.usher.eventstore.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** A log as files, as auditors take it away. */
record Export(Path events, Path checkpoints, Path keys) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern BAD = Pattern.compile("NOT GOOD: position (\\d+)");

    static Export in(Path directory) {
        return new Export(
                directory.resolve("events.ndjson"),
                directory.resolve("checkpoints.ndjson"),
                directory.resolve("keys.json"));
    }

    static Export of(AuditedLog log, Path directory) throws IOException {
        Export export = in(directory);
        export.write(log.facts().stream().map(EventLine::of).toList());
        Checkpoints signed = log.bean(Checkpoints.class);
        Files.write(
                export.checkpoints,
                signed.after(0, Integer.MAX_VALUE).stream()
                        .map(JSON::writeValueAsString)
                        .toList());
        Files.writeString(export.keys, JSON.writeValueAsString(signed.keys()));
        return export;
    }

    void write(List<String> lines) throws IOException {
        Files.write(events, lines);
    }

    /** The first position that does not fit, 0 when all do. */
    long verify(Set<String> trusted) throws IOException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        int code = new FileVerifier(new PrintStream(told, true, StandardCharsets.UTF_8))
                .verify(events, checkpoints, keys, trusted);
        return bad(code, told.toString(StandardCharsets.UTF_8));
    }

    static long bad(int code, String told) {
        Matcher bad = BAD.matcher(told);
        if (bad.find() != (code == 1) || told.contains("good") == (code == 1)) {
            throw new AssertionError("code %d and: %s".formatted(code, told));
        }
        return code == 0 ? 0 : Long.parseLong(bad.group(1));
    }
}
