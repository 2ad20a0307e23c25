package dev.usher.query.organization;

import dev.usher.api.Refusal;
import dev.usher.api.organization.InvitationStatus;
import dev.usher.query.listing.Selection;
import dev.usher.query.listing.Totals;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The statuses that somebody asks for, and how the view has them. */
final class Statuses {

    private static final String ALL = "all";

    /** They are few, since they are recorded soon, but PostgreSQL does not know: it would look through all that are pending. */
    private static final String OVERDUE = """
            status = 'pending' and invitation_id = any (array(
                select invitation_id from query_side.invitation
                where team_id = :team and status = 'pending' and expires_at <= :now))""";

    private Statuses() {}

    /** @throws Refusal INVALID, naming what there is */
    static Set<InvitationStatus> of(String text) {
        EnumSet<InvitationStatus> statuses = EnumSet.noneOf(InvitationStatus.class);
        if (text.equals(ALL)) {
            return EnumSet.allOf(InvitationStatus.class);
        }
        for (String one : text.split(",", -1)) {
            statuses.add(InvitationStatus.of(one));
        }
        return statuses;
    }

    /** One condition for each stored status, since an index has one after the other; {@code :team} is there. */
    static List<String> parts(Set<InvitationStatus> statuses) {
        List<String> parts = new ArrayList<>();
        pending(statuses).ifPresent(parts::add);
        statuses.stream()
                .filter(status -> status != InvitationStatus.OPEN)
                .forEach(status -> parts.add("status = '%s'".formatted(status.text())));
        return parts;
    }

    /** SQL: how many have one of these. */
    static String total(Set<InvitationStatus> statuses, Totals totals) {
        List<String> sum = new ArrayList<>();
        if (statuses.contains(InvitationStatus.OPEN)) {
            sum.add(totals.open());
        }
        if (statuses.contains(InvitationStatus.EXPIRED)) {
            sum.add(totals.overdue());
        }
        statuses.stream()
                .filter(status -> status != InvitationStatus.OPEN)
                .forEach(status -> sum.add(totals.withStatus(status.text())));
        return String.join(" + ", sum);
    }

    /** Open, or overdue and thus expired, or both. */
    private static Optional<String> pending(Set<InvitationStatus> statuses) {
        if (statuses.contains(InvitationStatus.OPEN)) {
            boolean both = statuses.contains(InvitationStatus.EXPIRED);
            return Optional.of(both ? "status = 'pending'" : Selection.OPEN);
        }
        return statuses.contains(InvitationStatus.EXPIRED) ? Optional.of(OVERDUE) : Optional.empty();
    }
}
