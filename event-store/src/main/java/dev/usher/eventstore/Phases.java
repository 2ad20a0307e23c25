package dev.usher.eventstore;

/** The order in which the parts of the event store start; they stop in the reverse order. All before the web server. */
final class Phases {

    static final int SELF_CHECK = Integer.MIN_VALUE;
    static final int SIGNALS = -300;
    static final int STREAM = -200;
    static final int CONSUMERS = -100;

    private Phases() {}
}
