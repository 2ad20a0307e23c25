package dev.usher.eventstore.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The files of a backup: what an auditor verifies, and {@code rows}, which only an import reads.
 *
 * @param events each fact a line, as {@code GET /v1/events} has them
 * @param checkpoints each a line, as {@code GET /v1/checkpoints} has them
 * @param keys public keys that have signed them, as {@code GET /v1/checkpoints/keys} has them
 * @param rows each row of each table beside the log a line; keys are wrapped with the master key, which is in no file
 * @param seal the digest of the four, in base64, wrapped with the master key: whole, unaltered, and of one export
 */
record Backup(Path events, Path checkpoints, Path keys, Path rows, Path seal) {

    static Backup in(Path directory) {
        return new Backup(
                directory.resolve("events.ndjson"),
                directory.resolve("checkpoints.ndjson"),
                directory.resolve("keys.json"),
                directory.resolve("rows.ndjson"),
                directory.resolve("seal"));
    }

    /** SHA-256 of the SHA-256 of each file that is sealed, in the order of this record. */
    byte[] digest() throws IOException {
        MessageDigest whole = sha256();
        for (Path file : List.of(events, checkpoints, keys, rows)) {
            MessageDigest one = sha256();
            try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), one)) {
                bytes.transferTo(OutputStream.nullOutputStream());
            }
            whole.update(one.digest());
        }
        return whole.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
