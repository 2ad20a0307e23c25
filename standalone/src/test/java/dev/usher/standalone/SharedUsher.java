package dev.usher.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/** One standalone for all tests that ask for it: started by the first, stopped when the last class is done. */
public final class SharedUsher implements AutoCloseable {

    static final String PASSWORD = "correct horse battery";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path directory;
    private final UsherProcess process;
    private final OwnDatabase database;
    private final Client client;

    private Client.Person administrator;

    private SharedUsher() {
        try {
            this.directory = Files.createTempDirectory("usher-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.process = UsherProcess.start(
                Standalone.class,
                Map.of("USHER_DATA", data().toString(), "USHER_ADMIN_PASSWORD", PASSWORD),
                directory.resolve("output.log"));
        this.database = new OwnDatabase(data());
        this.client = new Client(process.address());
    }

    /** Gives it to constructors. */
    public static final class AsParameter implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == SharedUsher.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            // The root's store: closed when every class has run.
            return test.getRoot()
                    .getStore(Namespace.create(SharedUsher.class))
                    .computeIfAbsent(SharedUsher.class, _ -> new SharedUsher(), SharedUsher.class);
        }
    }

    public Client client() {
        return client;
    }

    public OwnDatabase database() {
        return database;
    }

    URI address() {
        return process.address();
    }

    Path data() {
        return directory.resolve("data");
    }

    /** Everything that it printed and logged. */
    String output() {
        return process.output();
    }

    /** Signed in once, since that is slow on purpose. */
    synchronized Client.Person administrator() {
        if (administrator == null) {
            administrator = client.signIn("admin", PASSWORD);
        }
        return administrator;
    }

    /** Somebody new, registered and signed in. */
    Client.Person somebody(String name) {
        return client.register(unique(name));
    }

    /** An address that nobody has used. */
    static String address(String name) {
        return unique(name) + "@example.org";
    }

    static String unique(String name) {
        return name + "-" + NUMBER.incrementAndGet();
    }

    @Override
    public void close() throws IOException {
        try (database) {
            process.close();
        } finally {
            OwnDatabase.end(data());
        }
        FileSystemUtils.deleteRecursively(directory);
    }
}
