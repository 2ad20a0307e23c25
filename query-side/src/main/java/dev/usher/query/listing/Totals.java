package dev.usher.query.listing;

/**
 * How many invitations of a team there are, in SQL: looked up in {@code query_side.invitation_count}, since a team may have a
 * million. Only those that are overdue are counted, which are few because they are recorded soon; {@code :team} and
 * {@code :now} are there.
 *
 * @param number the column that counts what is meant: {@code number}, or {@code by_address}
 * @param also SQL: what holds for them besides, in words that both tables have; empty, or begins with {@code and}
 */
public record Totals(String number, String also) {

    /** Whoever they are for. */
    public static final Totals ALL = new Totals("number", "");

    /** Those to an e-mail address. */
    public static final Totals BY_ADDRESS = new Totals("by_address", "");

    public String open() {
        return "%s - %s".formatted(withStatus("pending"), overdue());
    }

    /** The time of these passed, and nobody has recorded it yet. */
    public String overdue() {
        String ofAddress = number.equals("number") ? "" : " and invitee_email is not null";
        return """
                (select count(*) from query_side.invitation
                 where team_id = :team and status = 'pending' and expires_at <= :now%s%s)""".formatted(also, ofAddress);
    }

    /** As stored: the overdue are pending. */
    public String withStatus(String status) {
        return """
                (select coalesce(sum(%s), 0) from query_side.invitation_count
                 where team_id = :team and status = '%s'%s)""".formatted(number, status, also);
    }
}
