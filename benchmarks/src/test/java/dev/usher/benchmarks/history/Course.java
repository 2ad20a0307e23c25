package dev.usher.benchmarks.history;

/** Something under way that will cause facts: the founding of teams, the inviting of one, the life of an invitation. */
interface Course {

    /** When it goes on, in milliseconds; only while it does. */
    long due();

    /**
     * What happens then, told to the timeline.
     *
     * @return whether it goes on after that
     */
    boolean proceed(Timeline timeline);
}
