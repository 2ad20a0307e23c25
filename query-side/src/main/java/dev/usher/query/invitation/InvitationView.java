package dev.usher.query.invitation;

import static dev.usher.query.view.Changes.timestamp;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.TeamEvent;
import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.view.Changes;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Folds the life of every invitation into one row of {@code query_side.invitation}. */
@Component
public final class InvitationView implements FactConsumer {

    /** For {@link dev.usher.query.view.SeesWrites}. */
    public static final String NAME = "invitation-view";

    private final NamedParameterJdbcOperations jdbc;
    private final JsonMapper json;

    InvitationView(NamedParameterJdbcOperations jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void consume(List<StoredFact> batch) {
        Changes changes = new Changes(jdbc);
        for (StoredFact stored : batch) {
            switch (stored.fact()) {
                case InvitationEvent fact -> {
                    Change change = change(fact);
                    change.parameters
                            .addValue("id", fact.invitationId().value())
                            .addValue("at", timestamp(fact.at()))
                            .addValue("position", stored.position());
                    changes.add(fact.invitationId(), change.sql, change.parameters);
                }
                case TeamEvent _ -> {}
            }
        }
        changes.send();
    }

    private record Change(String sql, MapSqlParameterSource parameters) {

        Change(String sql) {
            this(sql, new MapSqlParameterSource());
        }

        Change with(String name, Object value) {
            parameters.addValue(name, value);
            return this;
        }
    }

    private Change change(InvitationEvent fact) {
        return switch (fact) {
            case InvitationCreated f -> created(f);
            case InvitationMailed f -> new Change(InvitationSql.MAILED).with("generation", f.generation());
            case InvitationMailFailed f ->
                new Change(InvitationSql.MAIL_FAILED)
                        .with("generation", f.generation())
                        .with("reason", f.reason());
            case InvitationResent f ->
                new Change(InvitationSql.RESENT)
                        .with("generation", f.generation())
                        .with("expiresAt", timestamp(f.expiresAt()));
            case VerificationRequested _, RegistrationStarted _ -> new Change(InvitationSql.COUNTED);
            case InviteeVerified _ -> new Change(InvitationSql.VERIFIED);
            case InviteeRegistered _ -> new Change(InvitationSql.REGISTERED);
            case InviteeBound f ->
                new Change(InvitationSql.BOUND)
                        .with("user", f.userId().value())
                        .with("path", f.path() == Path.REGISTERED ? "registered" : "signed-in");
            case InvitationAccepted _ -> status("accepted");
            case InvitationDeclined _ -> status("declined");
            case InvitationDeleted _ -> status("deleted");
            case InvitationExpired _ -> status("expired");
        };
    }

    private Change created(InvitationCreated f) {
        return new Change(InvitationSql.CREATED)
                .with("team", f.teamId().value())
                .with(
                        "email",
                        f.invitee().email() == null ? null : f.invitee().email().value())
                .with(
                        "invitee",
                        f.invitee().userId() == null
                                ? null
                                : f.invitee().userId().value())
                .with("role", f.role().value())
                .with("message", f.message())
                .with("createdBy", f.createdBy().value())
                .with("expiresAt", timestamp(f.expiresAt()))
                .with("delivery", f.channel() == Channel.EMAIL ? "waiting" : "none")
                .with("locale", f.locale() == null ? null : f.locale().value())
                .with("metadata", f.metadata() == null ? null : json.writeValueAsString(f.metadata()));
    }

    private static Change status(String status) {
        return new Change(InvitationSql.DECIDED).with("status", status);
    }
}
