package dev.usher.query.statistics;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.InvitationId;
import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.ProjectionContract;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;

class StatisticsViewTest extends ProjectionContract {

    @Override
    protected FactConsumer projection(NamedParameterJdbcOperations jdbc) {
        return new StatisticsView(jdbc);
    }

    @Override
    protected List<String> tables() {
        return List.of("activity", "invitation_origin");
    }

    @Override
    protected Set<Map<String, Object>> fold(List<StoredFact> history) {
        Map<InvitationId, Map<String, Object>> origins = new HashMap<>();
        Map<Map<String, Object>, Long> numbers = new HashMap<>();
        for (StoredFact stored : history) {
            if (stored.fact() instanceof InvitationEvent fact) {
                LocalDate day = fact.at().atOffset(ZoneOffset.UTC).toLocalDate();
                if (fact instanceof InvitationCreated f) {
                    origins.put(f.invitationId(), origin(f, day));
                }
                Map<String, Object> origin = origins.get(fact.invitationId());
                for (String kind : kinds(fact)) {
                    origin.put("position", stored.position());
                    numbers.merge(activity(origin, day, kind), 1L, Long::sum);
                }
            }
        }
        Set<Map<String, Object>> rows = new HashSet<>(origins.values());
        numbers.forEach((row, number) -> {
            Map<String, Object> counted = new HashMap<>(row);
            counted.put("number", number);
            rows.add(counted);
        });
        return rows;
    }

    private static List<String> kinds(InvitationEvent fact) {
        return switch (fact) {
            case InvitationCreated _ -> List.of("created");
            case InvitationMailed _ -> List.of("mailed");
            case InvitationMailFailed _ -> List.of("mailFailed");
            case InviteeVerified _ -> List.of("verified");
            case InviteeRegistered _ -> List.of("registered");
            case InviteeBound f when f.path() == Path.SIGNED_IN -> List.of("bound", "signedIn");
            case InviteeBound _ -> List.of("bound");
            case InvitationAccepted _ -> List.of("accepted");
            case InvitationDeclined _ -> List.of("declined");
            case InvitationDeleted _ -> List.of("deleted");
            case InvitationExpired _ -> List.of("expired");
            default -> List.of();
        };
    }

    private static Map<String, Object> origin(InvitationCreated fact, LocalDate day) {
        return new HashMap<>(Map.of(
                "table", "invitation_origin",
                "invitation_id", fact.invitationId().value(),
                "team_id", fact.teamId().value(),
                "created_by", fact.createdBy().value(),
                "created_day", day));
    }

    private static Map<String, Object> activity(Map<String, Object> origin, LocalDate day, String kind) {
        return Map.of(
                "table",
                "activity",
                "team_id",
                origin.get("team_id"),
                "created_by",
                origin.get("created_by"),
                "day",
                day,
                "kind",
                kind);
    }
}
