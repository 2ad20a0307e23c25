package dev.usher.standalone.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Everything that outlives the process: database, mailbox, secrets. It belongs to one process at a time. */
public final class DataDirectory {

    private static final int SECRET_BYTES = 32;

    private final Path path;

    /** Null when it is shared. Keeps the lock: it would be released when the channel is garbage collected. The system frees it at any death. */
    private final FileLock lock;

    private DataDirectory(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws CannotStart when another process uses the directory, or it cannot be written */
    public static DataDirectory locked(Path path) {
        try {
            Files.createDirectories(path, ownerOnly("rwx------"));
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(path);
            }
            return new DataDirectory(path, lock);
        } catch (OverlappingFileLockException e) {
            throw inUse(path);
        } catch (IOException e) {
            throw new CannotStart("the data directory " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** To look at, while another process may use it. */
    public static DataDirectory shared(Path path) {
        if (!Files.isDirectory(path)) {
            throw new CannotStart("there is no data directory " + path + ". Start Usher once, or set USHER_DATA.");
        }
        return new DataDirectory(path, null);
    }

    private static CannotStart inUse(Path path) {
        return new CannotStart("the data directory " + path
                + " is in use by another Usher. Stop that one, or set USHER_DATA to another directory.");
    }

    public Path path() {
        return path;
    }

    /** The secret of that name, base64 of 32 random bytes, made at first use and readable by its owner only. */
    public String secret(String name) {
        Path file = path.resolve(name);
        try {
            if (Files.notExists(file)) {
                writeNew(file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CannotStart("the secret " + file + " cannot be read or written: " + e.getMessage(), e);
        }
    }

    /** One that somebody put there. */
    Optional<String> secretIfThere(String name) {
        return Files.exists(path.resolve(name)) ? Optional.of(secret(name)) : Optional.empty();
    }

    /** Through a second file: a crash between creating and writing must not leave an empty key behind. */
    private void writeNew(Path file) throws IOException {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try {
            Files.createFile(draft, ownerOnly("rw-------"));
            Files.writeString(
                    draft,
                    Base64.getEncoder().encodeToString(secret) + "\n",
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("somebody else writes " + draft, e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
