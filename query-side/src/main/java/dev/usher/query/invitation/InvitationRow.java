package dev.usher.query.invitation;

import static dev.usher.query.view.Timestamps.instant;

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
import dev.usher.api.InvitationEvent.InviteeForgotten;
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.query.listing.Cells;
import dev.usher.query.projection.Table;
import dev.usher.query.projection.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A row of {@code query_side.invitation}, and how each fact changes it. */
final class InvitationRow {

    static final Table<InvitationId, InvitationRow> TABLE = Table.<InvitationId, InvitationRow>named(
                    "invitation", row -> row.id)
            .key("invitation_id", Type.TEXT, InvitationId::value)
            .column("team_id", Type.TEXT, row -> row.team)
            .column("invitee_email", Type.TEXT, row -> row.email)
            .column("invitee_id", Type.TEXT, row -> row.invitee)
            .column("role", Type.TEXT, row -> row.role)
            .column("message", Type.TEXT, row -> row.message)
            .column("locale", Type.TEXT, row -> row.locale)
            .column("metadata", Type.TEXT, row -> row.metadata)
            .column("created_by", Type.TEXT, row -> row.createdBy)
            .column("created_at", Type.TIMESTAMPTZ, row -> row.createdAt)
            .column("expires_at", Type.TIMESTAMPTZ, row -> row.expiresAt)
            .column("generation", Type.INTEGER, row -> row.generation)
            .column("issued_at", Type.TIMESTAMPTZ, row -> row.issuedAt)
            .column("status", Type.TEXT, row -> row.status)
            .column("status_at", Type.TIMESTAMPTZ, row -> row.statusAt)
            .column("delivery", Type.TEXT, row -> row.delivery)
            .column("delivery_at", Type.TIMESTAMPTZ, row -> row.deliveryAt)
            .column("delivery_reason", Type.TEXT, row -> row.deliveryReason)
            .column("verified_at", Type.TIMESTAMPTZ, row -> row.verifiedAt)
            .column("registered_at", Type.TIMESTAMPTZ, row -> row.registeredAt)
            .column("bound_at", Type.TIMESTAMPTZ, row -> row.boundAt)
            .column("path", Type.TEXT, row -> row.path)
            .column("version", Type.INTEGER, row -> row.version)
            .readBy(InvitationRow::new);

    private static final String PENDING = "pending";
    private static final String NO_LETTER = "none";
    private static final String WAITING = "waiting";

    /** Not null: it is still counted among those by address. */
    private static final String FORGOTTEN = "";

    final InvitationId id;
    final String team;
    final String role;
    final String createdBy;
    private final String locale;
    private final Instant createdAt;

    /** Null for an invitation to a user id, {@link #FORGOTTEN} when there was an address that nobody can read any more. */
    private String email;

    private String message;
    private String metadata;
    private String invitee;
    private Instant expiresAt;
    private int generation;
    private Instant issuedAt;
    private String status;
    private Instant statusAt;
    private String delivery;
    private Instant deliveryAt;
    private String deliveryReason;
    private Instant verifiedAt;
    private Instant registeredAt;
    private Instant boundAt;
    private String path;
    private int version;

    /** @param metadata as JSON, or null */
    InvitationRow(InvitationCreated fact, String metadata) {
        this.id = fact.invitationId();
        this.team = fact.teamId().value();
        this.role = fact.role().value();
        this.createdBy = fact.createdBy().value();
        this.email = email(fact.invitee());
        this.invitee =
                fact.invitee().userId() == null ? null : fact.invitee().userId().value();
        this.message = fact.message();
        this.locale = fact.locale() == null ? null : fact.locale().value();
        this.metadata = metadata;
        this.createdAt = fact.at();
        this.expiresAt = fact.expiresAt();
        this.generation = 1;
        this.issuedAt = fact.at();
        this.status = PENDING;
        this.statusAt = fact.at();
        this.delivery = fact.channel() == Channel.EMAIL ? WAITING : NO_LETTER;
        this.version = 1;
    }

    private InvitationRow(ResultSet row) throws SQLException {
        this.id = new InvitationId(row.getString("invitation_id"));
        this.team = row.getString("team_id");
        this.role = row.getString("role");
        this.createdBy = row.getString("created_by");
        this.email = row.getString("invitee_email");
        this.invitee = row.getString("invitee_id");
        this.message = row.getString("message");
        this.locale = row.getString("locale");
        this.metadata = row.getString("metadata");
        this.createdAt = instant(row, "created_at");
        this.expiresAt = instant(row, "expires_at");
        this.generation = row.getInt("generation");
        this.issuedAt = instant(row, "issued_at");
        this.status = row.getString("status");
        this.statusAt = instant(row, "status_at");
        this.delivery = row.getString("delivery");
        this.deliveryAt = instant(row, "delivery_at");
        this.deliveryReason = row.getString("delivery_reason");
        this.verifiedAt = instant(row, "verified_at");
        this.registeredAt = instant(row, "registered_at");
        this.boundAt = instant(row, "bound_at");
        this.path = row.getString("path");
        this.version = row.getInt("version");
    }

    private static String email(Invitee invitee) {
        if (invitee.wasForgotten()) {
            return FORGOTTEN;
        }
        return invitee.email() == null ? null : invitee.email().value();
    }

    boolean byAddress() {
        return email != null;
    }

    String status() {
        return status;
    }

    /** As if it had been written and read again. */
    Cells<RuntimeException> cells() {
        Map<String, Object> values = new HashMap<>();
        TABLE.key().forEach(column -> values.put(column.name(), column.value().apply(id)));
        TABLE.columns()
                .forEach(column -> values.put(column.name(), column.value().apply(this)));
        return Cells.of(values);
    }

    void on(InvitationEvent fact) {
        version++;
        switch (fact) {
            case InvitationCreated _ -> throw new IllegalStateException(id + " was created twice");
            case InvitationMailed f -> delivered(f.generation(), "mailed", f.at(), null);
            case InvitationMailFailed f -> delivered(f.generation(), "failed", f.at(), f.reason());
            case InvitationResent f -> resent(f);
            case InviteeVerified f -> verifiedAt = f.at();
            case InviteeRegistered f -> registeredAt = f.at();
            case InviteeBound f -> {
                invitee = f.userId().value();
                boundAt = f.at();
                path = f.path() == Path.REGISTERED ? "registered" : "signed-in";
            }
            case InvitationAccepted f -> decided("accepted", f.at());
            case InvitationDeclined f -> decided("declined", f.at());
            case InvitationDeleted f -> decided("deleted", f.at());
            case InvitationExpired f -> decided("expired", f.at());
            case InviteeForgotten _ -> forget();
            case VerificationRequested _, RegistrationStarted _ -> {
                // Nobody sees anything of it but the version.
            }
        }
    }

    /** A letter of an older generation tells nothing about the one that counts. */
    private void delivered(int ofGeneration, String state, Instant at, String reason) {
        if (ofGeneration == generation) {
            delivery = state;
            deliveryAt = at;
            deliveryReason = reason;
        }
    }

    /** Also revives an expired one. */
    private void resent(InvitationResent fact) {
        generation = fact.generation();
        issuedAt = fact.at();
        expiresAt = fact.expiresAt();
        decided(PENDING, fact.at());
        delivery = delivery.equals(NO_LETTER) ? NO_LETTER : WAITING;
        deliveryAt = null;
        deliveryReason = null;
    }

    private void forget() {
        email = byAddress() ? FORGOTTEN : null;
        message = null;
        metadata = null;
        deliveryReason = null;
    }

    private void decided(String newStatus, Instant at) {
        status = newStatus;
        statusAt = at;
    }
}
