package dev.usher.standalone;

import dev.usher.openapi.Contract;
import dev.usher.openapi.Contract.Call;
import dev.usher.standalone.Client.Answer;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Sees every answer that a {@link Client} gets in any test, and compares it with the OpenAPI document. What it saw is looked
 * at when all is over: {@link DocumentedTest}.
 */
public final class Witness implements BeforeAllCallback, TestWatcher {

    private static final Comparison COMPARISON = new Comparison(Contract.served());
    private static final Map<String, Set<String>> SEEN = new ConcurrentHashMap<>();
    private static final Map<String, String> OBJECTIONS = new ConcurrentHashMap<>();
    private static final Set<String> CLASSES = new ConcurrentSkipListSet<>();
    private static volatile boolean failed;

    static {
        Client.listen(Witness::see);
        // What dies with a process that one test kills is no trouble of whoever waits for something else at that
        // moment.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    @Override
    public void beforeAll(ExtensionContext test) {
        CLASSES.add(test.getRequiredTestClass().getName());
    }

    @Override
    public void testFailed(ExtensionContext test, Throwable cause) {
        failed = true;
    }

    private static void see(HttpRequest request, Answer answer) {
        COMPARISON.objections(request, answer).forEach(objection -> OBJECTIONS.putIfAbsent(objection, test()));
        COMPARISON
                .call(request)
                .ifPresent(call -> SEEN.computeIfAbsent(call.name(), _ -> new ConcurrentSkipListSet<>())
                        .addAll(COMPARISON.marks(request, answer)));
    }

    private static String test() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .filter(name -> name.endsWith("Test"))
                        .findFirst()
                        .orElse("a thread of a test"));
    }

    static boolean sawFailures() {
        return failed;
    }

    /** The names of all test classes that have begun, with those in them. */
    static Set<String> classes() {
        return Set.copyOf(CLASSES);
    }

    /** What was answered otherwise than documented, and which test it was. */
    static Map<String, String> objections() {
        return new TreeMap<>(OBJECTIONS);
    }

    /** What is documented, and no test has seen. */
    static Set<String> unseen() {
        Set<String> unseen = new TreeSet<>();
        for (Call call : COMPARISON.contract().calls()) {
            Set<String> seen = SEEN.getOrDefault(call.name(), Set.of());
            COMPARISON.promises(call).stream()
                    .filter(promise -> !seen.contains(promise))
                    .forEach(promise -> unseen.add(call.name() + ": " + promise));
        }
        return unseen;
    }
}
