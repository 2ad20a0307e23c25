package dev.usher.query.statistics;

import java.util.Locale;

/** What rows of the answer are kept apart by. */
enum Dimension {
    TEAM,
    /** Within a team. */
    CREATOR,
    ROLE;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
