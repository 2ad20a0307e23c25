import java.io.IOException;
import java.io.PrintWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;

/**
 * Starts standalone from its sources: compiles all modules at once, in the process that becomes Usher, and only if a
 * source has changed. Run by ./usher; ADR 0007 has the numbers.
 */
final class Launch {

    private static final List<String> MODULES =
            List.of("shared-api", "event-store", "web", "command-side", "query-side", "standalone");
    private static final Path CLASSES = Path.of("standalone/target/launch");
    private static final Path COMPILED = CLASSES.resolve("compiled.txt");

    public static void main(String[] args) throws Exception {
        List<String> sources = sources();
        if (outdated(sources)) {
            removeOld();
            compile(sources);
            Files.writeString(COMPILED, String.join("\n", sources));
        }
        // Not on the class path of the JVM, whose archive of classes holds jars only.
        ClassLoader loader = new URLClassLoader(roots(), Launch.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        loader.loadClass("dev.usher.standalone.Standalone").getMethod("main", String[].class).invoke(null, (Object) args);
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Path.of(module, "src/main/java"))) {
                files.map(Path::toString).filter(name -> name.endsWith(".java")).sorted().forEach(sources::add);
            }
        }
        return sources;
    }

    private static URL[] roots() throws IOException {
        List<URL> roots = new ArrayList<>();
        roots.add(CLASSES.toUri().toURL());
        for (String module : MODULES.reversed()) {
            roots.add(Path.of(module, "src/main/resources").toUri().toURL());
        }
        return roots.toArray(URL[]::new);
    }

    /** False when the last compilation is newer than every source, and was of the same sources. */
    private static boolean outdated(List<String> sources) throws IOException {
        if (!Files.exists(COMPILED)) {
            return true;
        }
        FileTime compiled = Files.getLastModifiedTime(COMPILED);
        for (String source : sources) {
            if (Files.getLastModifiedTime(Path.of(source)).compareTo(compiled) >= 0) {
                return true;
            }
        }
        return !Files.readString(COMPILED).equals(String.join("\n", sources));
    }

    /** So that nothing stays that has no source any more. */
    private static void removeOld() throws IOException {
        Files.createDirectories(CLASSES);
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.createDirectories(CLASSES);
    }

    private static void compile(List<String> sources) {
        List<String> command = new ArrayList<>(List.of("-25", "-proc:none", "-parameters", "-nowarn"));
        command.addAll(List.of("-d", CLASSES.toString(), "-cp", System.getProperty("java.class.path")));
        command.addAll(sources);
        PrintWriter err = new PrintWriter(System.err, true);
        if (!BatchCompiler.compile(command.toArray(String[]::new), err, err, null)) {
            System.exit(1);
        }
    }
}
