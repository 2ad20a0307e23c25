package dev.usher.eventstore;

import java.time.Instant;

/**
 * How far somebody looks into the log, to see what was so then. {@link FactHistory} makes them.
 *
 * @param position of the last fact that counts; above all where the time alone decides
 * @param recordedBy the last time of recording that counts; null where the position alone decides
 * @param now what time it was
 */
public record Moment(long position, Instant recordedBy, Instant now) {

    static Moment of(long position, Instant now) {
        return new Moment(position, null, now);
    }

    static Moment of(Instant time) {
        return new Moment(Long.MAX_VALUE, time, time);
    }
}
