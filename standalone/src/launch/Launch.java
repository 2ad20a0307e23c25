import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Starts standalone from its sources, as fast as two cores can: compiles all modules in one process (each javac of a
 * build pays for its own warm-up), the two sides at the same time, while PostgreSQL is unpacked and comes up. Run by
 * ./usher; ADR 0007 has the numbers.
 */
final class Launch {

    /** Round by round; what is in one round is compiled at the same time, what is in one group by one javac. */
    private static final List<List<List<String>>> ROUNDS = List.of(
            List.of(List.of("shared-api", "event-store", "web")),
            List.of(List.of("command-side"), List.of("query-side")),
            List.of(List.of("standalone")));

    private static final List<String> MODULES =
            ROUNDS.stream().flatMap(List::stream).flatMap(List::stream).toList();
    private static final Path CLASSES = Path.of("standalone/target/launch");
    private static final Path COMPILED = CLASSES.resolve("compiled.txt");

    /** What PostgreSQL needs; it starts as soon as these few are compiled. */
    private static final List<Path> FIRST = List.of(
            Path.of("standalone/src/main/java/dev/usher/standalone/host"),
            Path.of("standalone/src/main/java/dev/usher/standalone/postgres"),
            Path.of("standalone/src/main/java/dev/usher/standalone/Preparation.java"));

    public static void main(String[] args) throws Exception {
        ClassLoader loader = new URLClassLoader(roots(), Launch.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        List<String> sources = sourcesOf(MODULES);
        if (outdated(sources)) {
            removeOld();
            Thread preparation = Thread.ofPlatform().start(() -> prepare(loader));
            for (List<List<String>> round : ROUNDS) {
                compileAtOnce(round);
            }
            preparation.join();
            Files.writeString(COMPILED, String.join("\n", sources));
        }
        loader.loadClass("dev.usher.standalone.Standalone").getMethod("main", String[].class).invoke(null, (Object) args);
    }

    private static void prepare(ClassLoader loader) {
        try {
            compile(sources(FIRST));
            loader.loadClass("dev.usher.standalone.Preparation").getMethod("begin").invoke(null);
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("PostgreSQL could not be prepared", e);
        }
    }

    private static URL[] roots() throws IOException {
        List<URL> roots = new ArrayList<>();
        Files.createDirectories(CLASSES);
        roots.add(CLASSES.toUri().toURL());
        for (String module : MODULES.reversed()) {
            roots.add(Path.of(module, "src/main/resources").toUri().toURL());
        }
        return roots.toArray(URL[]::new);
    }

    private static List<String> sourcesOf(List<String> modules) throws IOException {
        return sources(modules.stream().map(module -> Path.of(module, "src/main/java")).toList());
    }

    private static List<String> sources(List<Path> roots) throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path root : roots) {
            if (Files.exists(root)) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.map(Path::toString).filter(name -> name.endsWith(".java")).sorted().forEach(sources::add);
                }
            }
        }
        return sources;
    }

    /** True unless the last compilation is newer than every source. Leaves nothing behind that has no source any more. */
    private static boolean outdated(List<String> sources) throws IOException {
        FileTime compiled = Files.exists(COMPILED) ? Files.getLastModifiedTime(COMPILED) : FileTime.fromMillis(0);
        for (String source : sources) {
            if (Files.getLastModifiedTime(Path.of(source)).compareTo(compiled) >= 0) {
                return true;
            }
        }
        return !Files.readString(COMPILED).equals(String.join("\n", sources));
    }

    private static void removeOld() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.createDirectories(CLASSES);
    }

    private static void compileAtOnce(List<List<String>> groups) throws IOException, InterruptedException {
        List<Thread> compilers = new ArrayList<>();
        for (List<String> modules : groups) {
            List<String> sources = sourcesOf(modules);
            compilers.add(Thread.ofPlatform().start(() -> compile(sources)));
        }
        for (Thread compiler : compilers) {
            compiler.join();
        }
    }

    private static void compile(List<String> sources) {
        List<String> command = new ArrayList<>(List.of("-proc:none", "-parameters", "-nowarn", "-d", CLASSES.toString()));
        command.addAll(List.of("-cp", CLASSES + File.pathSeparator + System.getProperty("java.class.path")));
        command.addAll(sources);
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new)) != 0) {
            System.exit(1);
        }
    }
}
