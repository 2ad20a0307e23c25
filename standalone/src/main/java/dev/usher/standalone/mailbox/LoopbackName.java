package dev.usher.standalone.mailbox;

import java.util.Set;

/**
 * Keeps web pages from reading the mailbox through the browser of the person who runs Usher: a page whose own name resolves
 * to 127.0.0.1 (DNS rebinding) is same-origin with us, but asks for that name.
 */
final class LoopbackName {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private LoopbackName() {}

    static boolean mayAsk(String boundTo, String askedFor) {
        return !NAMES.contains(boundTo) || NAMES.contains(askedFor);
    }
}
