package dev.usher.command.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import java.util.List;
import java.util.Locale;

/**
 * What became of a row.
 *
 * @param row from 1
 * @param email as it was given; null for an invitation by user id, or where the row cannot be read
 * @param id of the invitation that was created, or that has the place
 * @param code of the refusal; null for created
 * @param detail why not, in a sentence
 * @param errors the fields that are wrong
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record RowResult(
        int row, Status status, String email, InvitationId id, String code, String detail, List<Refusal.Field> errors) {

    enum Status {
        CREATED,
        /** Somebody has invited them already, maybe a row before. */
        DUPLICATE,
        INVALID,
        ALREADY_MEMBER,
        /** For another reason: no seat, no right to give this role, a domain that is not allowed, too many letters. */
        REFUSED;

        @JsonValue
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static RowResult created(Row row, InvitationId id) {
        return new RowResult(row.number(), Status.CREATED, row.given().email(), id, null, null, List.of());
    }

    /** @param id of the invitation that has the place, or null */
    static RowResult refused(Row row, Refusal refusal, InvitationId id) {
        Status status = switch (refusal.code()) {
            case DUPLICATE_INVITATION -> Status.DUPLICATE;
            case ALREADY_MEMBER -> Status.ALREADY_MEMBER;
            default -> refusal.code().kind() == Refusal.Kind.INVALID ? Status.INVALID : Status.REFUSED;
        };
        return new RowResult(
                row.number(),
                status,
                row.given() == null ? null : row.given().email(),
                id,
                refusal.code().text(),
                refusal.getMessage(),
                refusal.fields());
    }
}
