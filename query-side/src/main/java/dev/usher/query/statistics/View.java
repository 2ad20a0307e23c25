package dev.usher.query.statistics;

/** Two ways to count the same facts. */
enum View {
    /** Facts, by when they happened. */
    ACTIVITY("activity", ""),
    /** Invitations, by when they were created: to how many it has happened at least once, whenever. */
    COHORT("cohort", "cohort_");

    private final String text;
    private final String prefix;

    View(String text, String prefix) {
        this.text = text;
        this.prefix = prefix;
    }

    /** As in questions and answers. */
    String text() {
        return text;
    }

    /** Of {@code query_side.tally}. */
    String column(Kind kind) {
        // The only one that is the same in both.
        return kind == Kind.CREATED ? kind.column() : prefix + kind.column();
    }

    String waits() {
        return prefix + "time_to_accept";
    }

    String moments() {
        return prefix + "moments";
    }
}
