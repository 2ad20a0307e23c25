package dev.usher.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.Histories;
import dev.usher.query.ViewDatabase;
import dev.usher.query.plain.Counted;
import dev.usher.query.statistics.Statistics.Row;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Any answer to any question about any history is what a plain count of its facts gives, to the last digit. */
class AnswersEqualTheLogTest {

    private static final int FACTS = 500;
    private static final int QUESTIONS = 60;
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Zurich",
            "America/New_York",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Pacific/Chatham",
            "+13:45",
            "-03:30");

    private final Tallies tallies = new Tallies(JdbcClient.create(ViewDatabase.dataSource()));

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 6);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyAnswer(long seed) {
        Random random = new Random(seed);
        List<StoredFact> history = Histories.random(seed, FACTS);
        ViewDatabase.empty();
        ViewDatabase.following(new StatisticsView()).consume(history);

        for (int i = 0; i < QUESTIONS; i++) {
            Question question = question(random);
            TeamId team = random.nextBoolean() ? new TeamId("t" + random.nextInt(3)) : null;

            Map<List<String>, Map<String, Object>> expected = count(history, question, team);
            Statistics answer = team == null ? tallies.everywhere(question) : tallies.of(team, question);

            assertThat(rows(answer)).as("%s of %s", question, team).isEqualTo(expected);
            assertThat(answer.totals().getCounts().created())
                    .isEqualTo(expected.values().stream()
                            .mapToLong(row -> (long) row.getOrDefault("created", 0L))
                            .sum());
        }
    }

    private static Question question(Random random) {
        LocalDate from = LocalDate.parse("2026-02-25").plusDays(random.nextInt(20));
        EnumSet<Dimension> by = EnumSet.noneOf(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            if (random.nextInt(3) == 0) {
                by.add(dimension);
            }
        }
        if (by.contains(Dimension.CREATOR)) {
            by.add(Dimension.TEAM);
        }
        return new Question(
                from,
                from.plusDays(random.nextInt(15)),
                Interval.values()[random.nextInt(4)],
                ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                by,
                View.values()[random.nextInt(2)]);
    }

    private static Map<List<String>, Map<String, Object>> rows(Statistics answer) {
        Map<List<String>, Map<String, Object>> rows = new HashMap<>();
        for (Row row : answer.rows()) {
            Map<String, Object> told = new HashMap<>();
            for (Kind kind : Kind.values()) {
                if (row.counts().number(kind) > 0) {
                    told.put(kind.text(), row.counts().number(kind));
                }
            }
            if (row.timeToAccept() != null) {
                told.put(
                        "timeToAccept",
                        List.of(
                                row.timeToAccept().p50(),
                                row.timeToAccept().p90(),
                                row.timeToAccept().p99()));
            }
            if (row.firstUse() != null) {
                told.put("use", List.of(row.firstUse(), row.lastUse()));
            }
            List<String> key = new ArrayList<>(List.of(row.from()));
            Collections.addAll(key, row.teamId(), row.createdBy(), row.role());
            assertThat(rows.put(key, told)).as("two rows of %s", key).isNull();
        }
        return rows;
    }

    @SuppressWarnings("unchecked") // nothing else is kept under "use"
    private static Map<List<String>, Map<String, Object>> count(
            List<StoredFact> history, Question question, TeamId team) {
        Map<InvitationId, InvitationCreated> created = new HashMap<>();
        Map<List<Object>, List<Instant>> uses = new HashMap<>();
        Set<List<Object>> happened = new HashSet<>();
        Map<List<String>, Map<String, Object>> rows = new HashMap<>();
        Map<List<String>, List<Long>> waits = new HashMap<>();
        for (StoredFact stored : history) {
            if (!(stored.fact() instanceof InvitationEvent fact)) {
                continue;
            }
            if (fact instanceof InvitationCreated f) {
                created.put(f.invitationId(), f);
                uses.computeIfAbsent(List.of(f.teamId(), f.createdBy()), _ -> new ArrayList<>())
                        .add(f.at());
            }
            InvitationCreated of = created.get(fact.invitationId());
            for (String kind : Counted.as(fact)) {
                boolean again = !happened.add(List.of(fact.invitationId(), kind));
                Instant when = question.view() == View.ACTIVITY ? fact.at() : of.at();
                ZonedDateTime local = when.atZone(question.zone());
                boolean asked = !local.toLocalDate().isBefore(question.from())
                        && !local.toLocalDate().isAfter(question.to())
                        && (team == null || of.teamId().equals(team))
                        && (question.view() == View.ACTIVITY || !again);
                if (asked) {
                    List<String> key = key(question, local, of);
                    rows.computeIfAbsent(key, _ -> new HashMap<>()).merge(kind, 1L, (a, b) -> (long) a + (long) b);
                    if (question.by(Dimension.CREATOR)) {
                        rows.get(key).put("use", uses.get(List.of(of.teamId(), of.createdBy())));
                    }
                    if (kind.equals("accepted")) {
                        waits.computeIfAbsent(key, _ -> new ArrayList<>())
                                .add(Duration.between(of.at(), fact.at()).toSeconds());
                    }
                }
            }
        }
        rows.values()
                .forEach(row -> row.computeIfPresent(
                        "use",
                        (_, all) ->
                                List.of(Collections.min((List<Instant>) all), Collections.max((List<Instant>) all))));
        waits.forEach((key, all) -> rows.get(key).put("timeToAccept", percentiles(all)));
        return rows;
    }

    private static List<String> key(Question question, ZonedDateTime local, InvitationCreated of) {
        LocalDate day = local.toLocalDate();
        String from = switch (question.interval()) {
            case HOUR ->
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        local.withMinute(0).withSecond(0).withNano(0));
            case DAY -> day.toString();
            case WEEK -> {
                while (day.getDayOfWeek() != DayOfWeek.MONDAY) {
                    day = day.minusDays(1);
                }
                yield day.toString();
            }
            case MONTH -> day.withDayOfMonth(1).toString();
        };
        List<String> key = new ArrayList<>(List.of(from));
        key.add(question.by(Dimension.TEAM) ? of.teamId().value() : null);
        key.add(question.by(Dimension.CREATOR) ? of.createdBy().value() : null);
        key.add(question.by(Dimension.ROLE) ? of.role().value() : null);
        return key;
    }

    /** Of the exact waits; each may then be told as any second of its bucket, and is told as the middle one. */
    private static List<Long> percentiles(List<Long> waits) {
        List<Long> sorted = new ArrayList<>(waits);
        Collections.sort(sorted);
        TreeMap<Double, Long> found = new TreeMap<>();
        for (double share : List.of(0.5, 0.9, 0.99)) {
            long exact = sorted.get((int) Math.ceil(share * sorted.size()) - 1);
            long width = exact < 32 ? 1 : Long.highestOneBit(exact) / 16;
            long least = exact / width * width;
            found.put(share, (least + least + width - 1) / 2);
        }
        return List.copyOf(found.values());
    }
}
