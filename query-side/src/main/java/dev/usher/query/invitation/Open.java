package dev.usher.query.invitation;

import static dev.usher.query.view.Timestamps.timestamp;

import dev.usher.api.EmailAddress;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.query.listing.Selection;
import dev.usher.query.listing.Totals;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which open invitations are meant. Open is what is pending and whose time has not passed, whether or not the expiry
 * is recorded yet.
 *
 * @param filter SQL, made of this class's own words alone: values are parameters
 * @param totals how many there are, where they may be too many to be counted
 */
record Open(String filter, Map<String, ?> values, Optional<Totals> totals) {

    static Open of(TeamId team) {
        return new Open(" and team_id = :team", Map.of("team", team.value()), Optional.of(Totals.ALL));
    }

    /** Those of a team by e-mail address, bound or not. */
    static Open byAddress(TeamId team) {
        return new Open(
                " and team_id = :team and invitee_email is not null",
                Map.of("team", team.value()),
                Optional.of(Totals.BY_ADDRESS));
    }

    /** Invited by user id, or bound. */
    static Open of(UserId user) {
        return new Open(" and invitee_id = :user", Map.of("user", user.value()), Optional.empty());
    }

    /**
     * Those which this person may accept: invited by user id, bound, or to one of these addresses and bound to nobody.
     *
     * @param emails proven to be theirs
     */
    static Open of(UserId user, Collection<EmailAddress> emails) {
        String[] addresses = emails.stream().map(EmailAddress::value).toArray(String[]::new);
        return new Open(
                " and (invitee_id = :user or invitee_id is null and invitee_email = any(:emails))",
                Map.of("user", user.value(), "emails", addresses),
                Optional.empty());
    }

    /** Those which are meant by both. */
    Open and(Open other) {
        Map<String, Object> both = new HashMap<>(values);
        both.putAll(other.values);
        return new Open(filter + other.filter, both, Optional.empty());
    }

    /** SQL: how many there are. */
    String total() {
        return totals.map(Totals::open).orElseGet(() -> Selection.counted(List.of(condition())));
    }

    String condition() {
        return Selection.OPEN + filter;
    }

    Map<String, ?> parameters(Instant now) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("now", timestamp(now));
        return all;
    }
}
