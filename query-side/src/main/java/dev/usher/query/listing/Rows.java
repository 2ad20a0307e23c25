package dev.usher.query.listing;

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
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Rows of {@code query_side.invitation} in Usher's own words. */
@Component
public final class Rows {

    private static final String PENDING = "pending";

    private final JsonMapper json;

    Rows(JsonMapper json) {
        this.json = json;
    }

    /** @param now by which it is judged whether it is overdue */
    public <X extends Exception> InvitationResource invitation(Cells<X> row, Instant now) throws X {
        String stored = row.text("status");
        Instant statusAt = row.time("status_at");
        Instant expireAt = row.time("expires_at");
        InvitationStatus status = status(stored, expireAt, now);
        return new InvitationResource(
                new InvitationId(row.text("invitation_id")),
                new TeamId(row.text("team_id")),
                address(row),
                text(row, "invitee_id", UserId::new),
                new Role(row.text("role")),
                status,
                row.text("message"),
                text(row, "locale", LanguageTag::new),
                text(row, "metadata", object -> json.readValue(object, Metadata.class)),
                new UserId(row.text("created_by")),
                row.time("created_at"),
                expireAt,
                row.time("bound_at"),
                row.text("path"),
                status == InvitationStatus.ACCEPTED ? statusAt : null,
                stored.equals(PENDING) ? null : statusAt,
                delivery(row),
                row.number("version"),
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

    private static <X extends Exception> Delivery delivery(Cells<X> row) throws X {
        return new Delivery(
                Delivery.State.valueOf(row.text("delivery").toUpperCase(Locale.ROOT)),
                row.time("delivery_at"),
                row.text("delivery_reason"));
    }

    /** Empty when there was one that nobody can read any more. */
    private static <X extends Exception> EmailAddress address(Cells<X> row) throws X {
        String address = row.text("invitee_email");
        return address == null || address.isEmpty() ? null : new EmailAddress(address);
    }

    private static <T, X extends Exception> T text(Cells<X> row, String column, Function<String, T> type) throws X {
        String value = row.text(column);
        return value == null ? null : type.apply(value);
    }
}
