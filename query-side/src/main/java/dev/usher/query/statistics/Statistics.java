package dev.usher.query.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * How often what happened. Rows in which nothing happened are left out.
 *
 * @param from the first day, in the time zone
 * @param to the last day, included
 * @param interval how long a row is: hour, day, week or month
 * @param timeZone as it was given
 * @param view activity or cohort
 * @param by what rows are kept apart by: team, creator, role
 * @param rows group by group, each in the order of time; read once
 * @param totals of all rows; known when the last of them has been read, hence after them
 */
record Statistics(
        LocalDate from,
        LocalDate to,
        String interval,
        String timeZone,
        String view,
        List<String> by,
        Iterable<Row> rows,
        Totals totals) {

    /**
     * @param from when the interval begins: a date, or a time for hours
     * @param teamId null unless rows are by team
     * @param createdBy who created the invitations; null unless rows are by creator
     * @param role null unless rows are by role
     * @param firstUse when this creator first invited somebody to this team, ever; null unless rows are by creator
     * @param lastUse when they last did
     * @param timeToAccept null where nobody accepted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Row(
            String from,
            String teamId,
            String createdBy,
            String role,
            Instant firstUse,
            Instant lastUse,
            @JsonUnwrapped Counts counts,
            Rates rates,
            TimeToAccept timeToAccept) {}

    /**
     * Of facts, or of the invitations of a cohort.
     *
     * @param arrived registered or signed in
     */
    record Counts(
            long created,
            long mailed,
            long mailFailed,
            long verified,
            long registered,
            long signedIn,
            long arrived,
            long bound,
            long accepted,
            long declined,
            long deleted,
            long expired) {

        static Counts of(Tally tally) {
            return new Counts(
                    tally.number(Kind.CREATED),
                    tally.number(Kind.MAILED),
                    tally.number(Kind.MAIL_FAILED),
                    tally.number(Kind.VERIFIED),
                    tally.number(Kind.REGISTERED),
                    tally.number(Kind.SIGNED_IN),
                    tally.number(Kind.ARRIVED),
                    tally.number(Kind.BOUND),
                    tally.number(Kind.ACCEPTED),
                    tally.number(Kind.DECLINED),
                    tally.number(Kind.DELETED),
                    tally.number(Kind.EXPIRED));
        }

        long number(Kind kind) {
            return switch (kind) {
                case CREATED -> created;
                case MAILED -> mailed;
                case MAIL_FAILED -> mailFailed;
                case VERIFIED -> verified;
                case REGISTERED -> registered;
                case SIGNED_IN -> signedIn;
                case ARRIVED -> arrived;
                case BOUND -> bound;
                case ACCEPTED -> accepted;
                case DECLINED -> declined;
                case DELETED -> deleted;
                case EXPIRED -> expired;
            };
        }
    }

    /** Shares of the created, with four digits. In activity they may exceed 1: what is accepted today was created earlier. */
    record Rates(double accepted, double declined, double expired, double registered) {

        /** Null where none was created. */
        static Rates of(Tally tally) {
            return tally.number(Kind.CREATED) == 0
                    ? null
                    : new Rates(
                            share(tally, Kind.ACCEPTED, Kind.CREATED),
                            share(tally, Kind.DECLINED, Kind.CREATED),
                            share(tally, Kind.EXPIRED, Kind.CREATED),
                            share(tally, Kind.REGISTERED, Kind.CREATED));
        }
    }

    /** Percentiles of the time from creation to acceptance, in seconds; at most 3.2 % off. */
    record TimeToAccept(long p50, long p90, long p99) {

        /** Null where nobody accepted. */
        static TimeToAccept of(Histogram waits) {
            return waits.sum() == 0
                    ? null
                    : new TimeToAccept(
                            Waits.percentile(waits, 0.5), Waits.percentile(waits, 0.9), Waits.percentile(waits, 0.99));
        }
    }

    /**
     * @param step created, mailed, verified, arrived, bound or accepted
     * @param ofCreated share of the created; null where none was
     * @param ofPrevious share of the step before; null for the first, and where that is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(String step, long number, Double ofCreated, Double ofPrevious) {}

    /** What all rows come to that have been read so far. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    static final class Totals {

        private final Tally tally = new Tally();

        void add(Tally row) {
            tally.add(row);
        }

        @JsonUnwrapped
        public Counts getCounts() {
            return Counts.of(tally);
        }

        public Rates getRates() {
            return Rates.of(tally);
        }

        public TimeToAccept getTimeToAccept() {
            return TimeToAccept.of(tally.waits);
        }

        /** The way from an invitation to a member, in order. */
        public List<Step> getFunnel() {
            List<Step> steps = new ArrayList<>();
            Kind previous = null;
            for (Kind kind : Kind.FUNNEL) {
                steps.add(new Step(
                        kind.text(),
                        tally.number(kind),
                        share(tally, kind, Kind.CREATED),
                        previous == null ? null : share(tally, kind, previous)));
                previous = kind;
            }
            return steps;
        }
    }

    private static Double share(Tally tally, Kind part, Kind whole) {
        return tally.number(whole) == 0
                ? null
                : Math.round(10_000.0 * tally.number(part) / tally.number(whole)) / 10_000.0;
    }
}
