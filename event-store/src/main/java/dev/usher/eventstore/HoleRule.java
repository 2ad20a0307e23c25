package dev.usher.eventstore;

/** Decides whether a reader may step over positions that were taken and are not visible. */
interface HoleRule {

    /**
     * @param hole the last position of the hole
     * @param xmin of the snapshot that showed it: every transaction with a lower id has ended
     */
    boolean mayPass(long hole, long xmin);

    /**
     * A reader stopped before this hole.
     *
     * @param head the highest position visible in the snapshot that showed it
     */
    void stopped(long hole, long head);
}
