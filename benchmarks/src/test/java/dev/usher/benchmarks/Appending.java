package dev.usher.benchmarks;

/** What hash chain, encryption and the trigger cost, see {@link dev.usher.eventstore.AppendingBothWays}: it uses what the event store keeps to itself. */
final class Appending {

    private Appending() {}

    public static void main(String... args) throws Exception {
        dev.usher.eventstore.AppendingBothWays.run();
    }
}
