package dev.usher.web;

import java.util.Locale;

/** What somebody may do on the whole site, beyond their teams (docs/api.md, Who may). */
public enum SiteRole {
    /** Reads statistics of all teams. */
    ANALYST,
    /** Reads and replays the whole log. */
    AUDITOR,
    /** Runs the service. */
    OPERATOR;

    /** As in access tokens and in the database: {@code analyst}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static SiteRole of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
