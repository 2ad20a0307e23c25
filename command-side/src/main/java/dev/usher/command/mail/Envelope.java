package dev.usher.command.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A letter on its way, as it is kept.
 *
 * @param kind the stored name of the letter's record
 * @param outcome null as long as it has to be sent; kept before anybody is told, so that trouble with telling never
 *     sends a letter twice
 * @param reason of a refusal
 * @param complainedAt when a failure of the writer was last logged, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Envelope(String kind, JsonNode letter, Instant postedAt, Outcome outcome, String reason, Instant complainedAt) {

    enum Outcome {
        SENT,
        LAPSED,
        REFUSED
    }

    static Envelope around(String kind, JsonNode letter, Instant postedAt) {
        return new Envelope(kind, letter, postedAt, null, null, null);
    }

    Envelope sent() {
        return new Envelope(kind, letter, postedAt, Outcome.SENT, null, complainedAt);
    }

    Envelope lapsed() {
        return new Envelope(kind, letter, postedAt, Outcome.LAPSED, null, complainedAt);
    }

    Envelope refused(String why) {
        return new Envelope(kind, letter, postedAt, Outcome.REFUSED, why, complainedAt);
    }

    Envelope complained(Instant at) {
        return new Envelope(kind, letter, postedAt, outcome, reason, at);
    }

    @Override
    public String toString() {
        return "Envelope[" + kind + ", " + outcome + "]";
    }
}
