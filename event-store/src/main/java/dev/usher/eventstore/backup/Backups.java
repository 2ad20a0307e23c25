package dev.usher.eventstore.backup;

import dev.usher.eventstore.KeyTable;
import dev.usher.eventstore.Node;
import dev.usher.eventstore.StartRefused;
import dev.usher.eventstore.audit.Checkpoints;
import dev.usher.eventstore.audit.EventLine;
import dev.usher.eventstore.audit.FactPages;
import dev.usher.eventstore.audit.Importer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** Writes a backup of one moment, beside an Usher that runs; and reads one into an Usher that has nothing yet, all of it or nothing. */
public final class Backups {

    private static final int PAGE = 2_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Each Usher that is in use has something in one of them. */
    private static final List<String> USED = List.of("event_store.fact", "command_side.account", "event_store.api_key");

    private static final Instant STARTED =
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());

    private final JdbcTemplate jdbc;
    private final PlatformTransactionManager transactions;
    private final FactPages facts;
    private final Checkpoints checkpoints;
    private final Importer importer;
    private final KeyTable keys;
    private final Node node;

    /** @param facts reads with the connection of the transaction under way */
    Backups(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            FactPages facts,
            Checkpoints checkpoints,
            Importer importer,
            KeyTable keys,
            Node node) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.facts = facts;
        this.checkpoints = checkpoints;
        this.importer = importer;
        this.keys = keys;
        this.node = node;
    }

    /** A step that may fail as files do. */
    @FunctionalInterface
    private interface Step {

        void run() throws IOException;
    }

    /**
     * Into a directory that is not there yet, readable by its owner only. It has its name when all of it is written.
     *
     * @throws IOException when it is there, or cannot be written
     */
    public void write(Path directory, PrintStream out) throws IOException {
        if (Files.exists(directory)) {
            throw new IOException(directory + " is there already; name a directory that is not");
        }
        Path draft =
                Files.createTempDirectory(directory.toAbsolutePath().getParent(), directory.getFileName() + ".part");
        TransactionTemplate oneMoment = new TransactionTemplate(transactions);
        oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        oneMoment.setReadOnly(true);
        try {
            inTransaction(oneMoment, () -> write(Backup.in(draft), out));
            force(draft);
            Files.move(draft, directory, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileSystemUtils.deleteRecursively(draft); // what failed leaves nothing; what did not is not there any more
        }
    }

    /** Before it has its name: what has one is whole, also when the power failed. */
    private static void force(Path draft) throws IOException {
        try (Stream<Path> files = Files.list(draft)) {
            for (Path file : files.toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    private void write(Backup backup, PrintStream out) throws IOException {
        long count = 0;
        long last = 0;
        try (Writer events = open(backup.events())) {
            for (var page = facts.all(0, Long.MAX_VALUE, PAGE); !page.isEmpty(); ) {
                for (var fact : page) {
                    events.write(EventLine.of(fact) + "\n");
                }
                count += page.size();
                last = page.getLast().position();
                out.printf(Locale.ROOT, "\r%,d facts, position %,d", count, last);
                page = facts.all(last, Long.MAX_VALUE, PAGE);
            }
        }
        try (Writer signed = open(backup.checkpoints())) {
            for (var page = checkpoints.after(0, PAGE); !page.isEmpty(); ) {
                for (var checkpoint : page) {
                    signed.write(JSON.writeValueAsString(checkpoint) + "\n");
                }
                page = checkpoints.after(page.getLast().number(), PAGE);
            }
        }
        try (Writer known = open(backup.keys())) {
            known.write(JSON.writeValueAsString(checkpoints.keys()));
        }
        try (Writer rows = open(backup.rows())) {
            out.printf(Locale.ROOT, "%n%,d rows beside the log%n", new Rows(reading()).write(rows));
        }
        try (Writer seal = open(backup.seal())) {
            seal.write(Base64.getEncoder().encodeToString(keys.seal(backup.digest())));
        }
    }

    private JdbcTemplate reading() {
        JdbcTemplate reading = new JdbcTemplate(jdbc.getDataSource());
        reading.setFetchSize(PAGE);
        return reading;
    }

    private static Writer open(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return Files.newBufferedWriter(file);
    }

    /**
     * In one transaction. No Usher may work with the database meanwhile.
     *
     * @param trusted public keys; empty to trust all of the backup
     * @throws IllegalArgumentException when it is not good, not of this version, or something is here already
     * @throws dev.usher.eventstore.StartRefused when its keys were wrapped with another master key
     */
    public void read(Path directory, Set<String> trusted, PrintStream out) throws IOException {
        Backup backup = Backup.in(directory);
        requireNothingHere();
        requireSealed(backup);
        load(backup, trusted, out);
    }

    private void requireSealed(Backup backup) throws IOException {
        byte[] seal = Base64.getDecoder().decode(Files.readString(backup.seal()).strip());
        byte[] sealed;
        try {
            sealed = keys.unseal(seal);
        } catch (StartRefused e) {
            // This start made keys with the wrong master key, for an Usher that has nothing: in the way of the next
            // try.
            jdbc.update("delete from event_store.key_ring where created_at >= ?", STARTED.atOffset(ZoneOffset.UTC));
            throw e;
        }
        if (!MessageDigest.isEqual(sealed, backup.digest())) {
            throw new IllegalArgumentException(
                    "the backup was altered, or is not whole, or its files are of several exports");
        }
    }

    private void load(Backup backup, Set<String> trusted, PrintStream out) throws IOException {
        inTransaction(new TransactionTemplate(transactions), () -> {
            jdbc.execute(
                    "lock table command_side.account_email, %s in exclusive mode".formatted(String.join(", ", USED)));
            requireNothingHere();
            long rows = new Rows(jdbc).read(backup.rows());
            keys.openAll();
            importer.load(backup.events(), backup.checkpoints(), backup.keys(), trusted, out);
            // Whoever had claimed them is somewhere else.
            jdbc.update("update event_store.token_entry set owner = null");
            out.printf(Locale.ROOT, "%,d rows beside the log%n", rows);
        });
    }

    /** Nor anybody who could write something in the next moment, or use keys that are not here any more. */
    private void requireNothingHere() {
        try {
            if (!node.isAlone()) {
                throw new IllegalArgumentException("another Usher works with this database: stop it first");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("it is not known who else works with this database", e);
        }
        for (String table : USED) {
            if (Boolean.TRUE.equals(
                    jdbc.queryForObject("select exists (select from %s)".formatted(table), Boolean.class))) {
                throw new IllegalArgumentException(
                        "this Usher is in use: there is something in %s. Import into a new one".formatted(table));
            }
        }
    }

    private void inTransaction(TransactionTemplate transaction, Step step) throws IOException {
        try {
            transaction.executeWithoutResult(_ -> {
                // It takes as long as it takes.
                jdbc.execute("""
                        select set_config(name, '0', true) from pg_settings
                        where name in ('transaction_timeout', 'idle_in_transaction_session_timeout')""");
                try {
                    step.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
