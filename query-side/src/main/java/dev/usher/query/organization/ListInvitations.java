package dev.usher.query.organization;

import dev.usher.api.EmailAddress;
import dev.usher.api.Role;
import dev.usher.api.Roles;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.organization.InvitationStatus;
import dev.usher.query.history.AsOf;
import dev.usher.query.listing.Selection;
import dev.usher.query.listing.Sort;
import dev.usher.query.listing.Totals;
import dev.usher.query.view.Parameters;
import dev.usher.query.view.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which invitations of a team somebody asks for. Null where it does not matter.
 *
 * @param statuses at least one
 * @param createdAfter later than this
 * @param createdBefore earlier than this
 */
record ListInvitations(
        TeamId team,
        Set<InvitationStatus> statuses,
        EmailAddress email,
        Role role,
        UserId createdBy,
        Instant createdAfter,
        Instant createdBefore,
        Sort sort) {

    static final Set<String> NAMES =
            Set.of("status", "email", "role", "createdBy", "createdAfter", "createdBefore", "sort");

    /** Those that are open, newest first (seed 003). */
    static ListInvitations open(TeamId team) {
        return new ListInvitations(
                team, EnumSet.of(InvitationStatus.OPEN), null, null, null, null, null, Sort.NEWEST_FIRST);
    }

    static ListInvitations of(TeamId team, Parameters parameters, Roles roles) {
        ListInvitations otherwise = open(team);
        Set<InvitationStatus> statuses = parameters.read("status", Statuses::of);
        Sort sort = parameters.read("sort", Sort::of);
        return new ListInvitations(
                team,
                statuses == null ? otherwise.statuses : statuses,
                parameters.read("email", EmailAddress::new),
                parameters.read("role", text -> roles.known(new Role(text))),
                parameters.read("createdBy", UserId::new),
                parameters.read("createdAfter", text -> Times.rfc3339("createdAfter", text)),
                parameters.read("createdBefore", text -> Times.rfc3339("createdBefore", text)),
                sort == null ? otherwise.sort : sort);
    }

    Selection selection() {
        return conditions("organization").selection(Statuses.parts(statuses), sort, total());
    }

    /**
     * Those that may have been meant at a moment of the past: nothing but the status of an invitation changes, and the address
     * when it is forgotten. Later ones are left out, but for a day, by which clocks will not differ.
     */
    Selection selectionThen(AsOf asOf) {
        String kind = String.join("\n", "organization-then", asOf.text(), statuses.toString());
        Instant latest = asOf.then().now().plus(Duration.ofDays(1));
        return conditions(kind)
                .and("created_at <= :latest", "latest", latest)
                .selection(Statuses.parts(EnumSet.allOf(InvitationStatus.class)), sort, "0");
    }

    private Conditions conditions(String kind) {
        return new Conditions(kind)
                .and("team_id = :team", "team", team.value())
                // As the index has it.
                .and("coalesce(invitee_email, '') = :email", "email", email == null ? null : email.value())
                .and("role = :role", "role", role == null ? null : role.value())
                .and("created_by = :createdBy", "createdBy", createdBy == null ? null : createdBy.value())
                .and("created_at > :createdAfter", "createdAfter", createdAfter)
                .and("created_at < :createdBefore", "createdBefore", createdBefore);
    }

    /** Looked up, unless it is asked by what is not counted beforehand: an address or a creator has few, and times are any. */
    private String total() {
        if (email != null || createdBy != null || createdAfter != null || createdBefore != null) {
            return null;
        }
        return Statuses.total(statuses, new Totals("number", role == null ? "" : " and role = :role"));
    }
}
