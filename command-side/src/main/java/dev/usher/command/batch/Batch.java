package dev.usher.command.batch;

import static dev.usher.api.Refusal.Code.DUPLICATE_INVITATION;

import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.command.idempotency.Attempt;
import dev.usher.command.invitation.CreateInvitations;
import dev.usher.command.invitation.InvitationCommands;
import dev.usher.command.invitation.InvitationCommands.Outcome;
import dev.usher.command.organization.NewInvitation;
import dev.usher.eventstore.Log;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Invites the rows of a batch, some hundred in a transaction. What is committed stays, whatever happens to the rest. */
@Component
class Batch {

    private final InvitationCommands commands;
    private final NewInvitation.Reader reader;
    private final Log log;

    Batch(InvitationCommands commands, NewInvitation.Reader reader, Log log) {
        this.commands = commands;
        this.reader = reader;
        this.log = log;
    }

    /**
     * @param rows at most {@link CreateInvitations#MOST}, following each other
     * @param created the invitations of earlier rows by whom they invite, and null for who could not be invited; those of
     *     these rows are added. Whoever comes twice in one body is invited by the first row that can be read or not at all:
     *     otherwise a second try would invite by the second row who has declined meanwhile.
     * @return a result for each, in their order
     * @throws Refusal NOT_FOUND, as if there were no such team, and nothing is invited
     */
    List<RowResult> invite(TeamId team, UserId inviter, List<Row> rows, Map<Invitee, InvitationId> created) {
        Map<Integer, RowResult> results = new TreeMap<>();
        Map<Row, CreateInvitation> wishes = new LinkedHashMap<>();
        Map<Row, Invitee> again = new LinkedHashMap<>();
        for (Row row : rows) {
            try {
                CreateInvitation wish = wish(team, inviter, row);
                if (created.containsKey(wish.invitee())) {
                    again.put(row, wish.invitee());
                } else {
                    created.put(wish.invitee(), null);
                    wishes.put(row, wish);
                }
            } catch (Refusal refusal) {
                results.put(row.number(), RowResult.refused(row, refusal, null));
            }
        }
        doneBefore(wishes).forEach(row -> {
            CreateInvitation wish = wishes.remove(row);
            created.put(wish.invitee(), wish.invitationId());
            results.put(row.number(), RowResult.created(row, wish.invitationId()));
        });
        // Also when there is nothing to wish for: the right to ask is checked there.
        List<Outcome> outcomes = commands.create(new CreateInvitations(team, inviter, List.copyOf(wishes.values())));
        List<Row> wished = List.copyOf(wishes.keySet());
        for (int i = 0; i < outcomes.size(); i++) {
            Row row = wished.get(i);
            created.put(wishes.get(row).invitee(), outcomes.get(i).invitation());
            results.put(row.number(), result(row, outcomes.get(i)));
        }
        again.forEach((row, invitee) -> results.put(
                row.number(),
                RowResult.refused(
                        row,
                        DUPLICATE_INVITATION.because("an earlier row of this batch is about the same invitee"),
                        created.get(invitee))));
        return List.copyOf(results.values());
    }

    private CreateInvitation wish(TeamId team, UserId inviter, Row row) {
        if (row.unreadable() != null) {
            throw row.unreadable();
        }
        InvitationId id = Attempt.current()
                .map(attempt -> attempt.invitationId(row.number()))
                .orElseGet(InvitationId::next);
        return reader.wish(id, team, inviter, row.given());
    }

    /** What an earlier try of the same request created before it was cut off. */
    private List<Row> doneBefore(Map<Row, CreateInvitation> wishes) {
        if (!Attempt.maybeDone()) {
            return List.of();
        }
        Set<String> begun = log.begun(wishes.values().stream()
                .map(wish -> wish.invitationId().value())
                .toList());
        return wishes.entrySet().stream()
                .filter(entry -> begun.contains(entry.getValue().invitationId().value()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static RowResult result(Row row, Outcome outcome) {
        return outcome.refusal() == null
                ? RowResult.created(row, outcome.invitation())
                : RowResult.refused(row, outcome.refusal(), outcome.invitation());
    }
}
