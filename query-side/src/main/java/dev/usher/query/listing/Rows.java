package dev.usher.query.listing;

import static dev.usher.query.view.Timestamps.instant;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.LanguageTag;
import dev.usher.api.Metadata;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.organization.Delivery;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.organization.InvitationStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Rows of {@code query_side.invitation} in Usher's own words. */
@Component
final class Rows {

    private static final String PENDING = "pending";

    private final JsonMapper json;

    Rows(JsonMapper json) {
        this.json = json;
    }

    InvitationResource invitation(ResultSet row, Instant now) throws SQLException {
        String stored = row.getString("status");
        Instant statusAt = instant(row, "status_at");
        Instant expireAt = instant(row, "expires_at");
        InvitationStatus status = status(stored, expireAt, now);
        return new InvitationResource(
                new InvitationId(row.getString("invitation_id")),
                new TeamId(row.getString("team_id")),
                text(row, "invitee_email", EmailAddress::new),
                text(row, "invitee_id", UserId::new),
                new Role(row.getString("role")),
                status,
                row.getString("message"),
                text(row, "locale", LanguageTag::new),
                text(row, "metadata", object -> json.readValue(object, Metadata.class)),
                new UserId(row.getString("created_by")),
                instant(row, "created_at"),
                expireAt,
                instant(row, "bound_at"),
                row.getString("path"),
                status == InvitationStatus.ACCEPTED ? statusAt : null,
                stored.equals(PENDING) ? null : statusAt,
                delivery(row),
                row.getLong("version"),
                null,
                null);
    }

    /** Its time may have passed before anybody recorded it. */
    private static InvitationStatus status(String stored, Instant expireAt, Instant now) {
        if (!stored.equals(PENDING)) {
            return InvitationStatus.of(stored);
        }
        return expireAt.isAfter(now) ? InvitationStatus.OPEN : InvitationStatus.EXPIRED;
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                Delivery.State.valueOf(row.getString("delivery").toUpperCase(Locale.ROOT)),
                instant(row, "delivery_at"),
                row.getString("delivery_reason"));
    }

    private static <T> T text(ResultSet row, String column, Function<String, T> type) throws SQLException {
        String value = row.getString(column);
        return value == null ? null : type.apply(value);
    }
}
