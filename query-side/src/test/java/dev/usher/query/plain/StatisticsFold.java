package dev.usher.query.plain;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.eventstore.StoredFact;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the tables of {@code statistics-view} must be. */
final class StatisticsFold implements PlainFold {

    /** In the order of their numbers. */
    private static final List<String> KINDS = List.of(
            "created",
            "mailed",
            "mail_failed",
            "verified",
            "registered",
            "signed_in",
            "arrived",
            "bound",
            "accepted",
            "declined",
            "deleted",
            "expired");

    private final Map<List<Object>, Map<String, Object>> tallies = new HashMap<>();
    private final Map<List<Object>, Map<String, Object>> creators = new HashMap<>();
    private final Map<InvitationId, InvitationCreated> created = new HashMap<>();
    private final Map<InvitationId, Integer> happened = new HashMap<>();

    @Override
    public Set<Map<String, Object>> rows(List<StoredFact> history) {
        for (StoredFact stored : history) {
            if (stored.fact() instanceof InvitationEvent fact) {
                if (fact instanceof InvitationCreated f) {
                    created.put(f.invitationId(), f);
                    creator(f);
                }
                Counted.as(fact).forEach(kind -> count(created.get(fact.invitationId()), column(kind), fact.at()));
            }
        }
        Set<Map<String, Object>> rows = new HashSet<>(creators.values());
        tallies.values().forEach(tally -> rows.add(withBytes(tally)));
        created.values().forEach(origin -> rows.add(origin(origin)));
        return rows;
    }

    /** {@code mailFailed} is {@code mail_failed}. */
    private static String column(String kind) {
        return kind.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private void count(InvitationCreated of, String kind, Instant at) {
        int bit = 1 << KINDS.indexOf(kind);
        boolean firstTime = (happened.getOrDefault(of.invitationId(), 0) & bit) == 0;
        happened.merge(of.invitationId(), bit, (a, b) -> a | b);
        String team = of.teamId().value();
        String creator = of.createdBy().value();
        for (List<String> scope : List.of(List.of("", ""), List.of(team, ""), List.of(team, creator))) {
            count(scope, of, kind, at, at, "");
            if (firstTime) {
                count(scope, of, kind, at, of.at(), "cohort_");
            }
        }
    }

    private void count(List<String> scope, InvitationCreated of, String kind, Instant at, Instant when, String prefix) {
        OffsetDateTime time = when.atOffset(ZoneOffset.UTC);
        Map<String, Object> tally = tallies.computeIfAbsent(
                List.of(scope, of.role(), time.toLocalDate()),
                _ -> new HashMap<>(Map.of(
                        "table", "tally",
                        "team_id", scope.get(0),
                        "created_by", scope.get(1),
                        "role", of.role().value(),
                        "day", time.toLocalDate())));
        // Created is the same of a day and of its cohort.
        String column = kind.equals("created") ? kind : prefix + kind;
        if (!kind.equals("created") || prefix.isEmpty()) {
            tally.merge(column, 1, (a, b) -> (int) a + (int) b);
        }
        int quarter = time.getHour() * 4 + time.getMinute() / 15;
        sparse(tally, prefix + "moments", quarter << 9 | KINDS.indexOf(kind));
        if (kind.equals("accepted")) {
            int bucket = bucket(Duration.between(of.at(), at).toSeconds());
            sparse(tally, prefix + "time_to_accept", bucket);
            sparse(tally, prefix + "moments", quarter << 9 | 16 + bucket);
        }
    }

    private static int bucket(long seconds) {
        int doublings = 0;
        while (seconds >> doublings >= 32) {
            doublings++;
        }
        return (int) (doublings * 16 + (seconds >> doublings));
    }

    @SuppressWarnings("unchecked") // nothing else is kept under these names
    private static void sparse(Map<String, Object> tally, String column, int key) {
        ((Map<Integer, Long>) tally.computeIfAbsent(column, _ -> new TreeMap<Integer, Long>()))
                .merge(key, 1L, Long::sum);
    }

    private static Map<String, Object> withBytes(Map<String, Object> tally) {
        Map<String, Object> row = new HashMap<>(tally);
        row.replaceAll((_, value) -> value instanceof TreeMap<?, ?> numbers ? bytes(numbers) : value);
        return row;
    }

    /** As migration V8 says. */
    private static ByteBuffer bytes(TreeMap<?, ?> numbers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long before = 0;
        for (Map.Entry<?, ?> entry : numbers.entrySet()) {
            long key = (int) entry.getKey();
            varint(key - before, bytes);
            varint((long) entry.getValue(), bytes);
            before = key;
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static void varint(long value, ByteArrayOutputStream to) {
        if (value < 128) {
            to.write((int) value);
        } else {
            to.write((int) (value % 128 + 128));
            varint(value / 128, to);
        }
    }

    private void creator(InvitationCreated fact) {
        Map<String, Object> row = creators.computeIfAbsent(
                List.of(fact.teamId(), fact.createdBy()),
                _ -> new HashMap<>(Map.of(
                        "table", "creator",
                        "team_id", fact.teamId().value(),
                        "created_by", fact.createdBy().value(),
                        "first_at", fact.at(),
                        "last_at", fact.at())));
        row.merge("first_at", fact.at(), (a, b) -> ((Instant) a).isBefore((Instant) b) ? a : b);
        row.merge("last_at", fact.at(), (a, b) -> ((Instant) a).isAfter((Instant) b) ? a : b);
    }

    private Map<String, Object> origin(InvitationCreated fact) {
        return Map.of(
                "table", "invitation_origin",
                "invitation_id", fact.invitationId().value(),
                "team_id", fact.teamId().value(),
                "created_by", fact.createdBy().value(),
                "role", fact.role().value(),
                "created_at", fact.at(),
                "happened", happened.get(fact.invitationId()));
    }
}
