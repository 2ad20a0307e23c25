package dev.usher.query.invitation;

/** How each fact changes the row of its invitation. */
final class InvitationSql {

    static final String CREATED = """
            insert into query_side.invitation (
                invitation_id, team_id, invitee_email, invitee_id, role, message, created_by, created_at, expires_at,
                generation, issued_at, status, status_at, delivery, locale, metadata, version, position)
            values (:id, :team, :email, :invitee, :role, :message, :createdBy, :at, :expiresAt,
                1, :at, 'pending', :at, :delivery, :locale, :metadata, 1, :position)
            on conflict (invitation_id) do nothing
            """;

    /** A letter of an older generation tells nothing about the one that counts. */
    static final String MAILED = update("""
            , delivery = case when generation = :generation then 'mailed' else delivery end,
            delivery_at = case when generation = :generation then :at else delivery_at end,
            delivery_reason = case when generation = :generation then null else delivery_reason end""");

    static final String MAIL_FAILED = update("""
            , delivery = case when generation = :generation then 'failed' else delivery end,
            delivery_at = case when generation = :generation then :at else delivery_at end,
            delivery_reason = case when generation = :generation then :reason else delivery_reason end""");

    /** Also revives an expired one. */
    static final String RESENT = update("""
            , generation = :generation, issued_at = :at, expires_at = :expiresAt, status = 'pending', status_at = :at,
            delivery = case delivery when 'none' then 'none' else 'waiting' end,
            delivery_at = null, delivery_reason = null""");

    static final String VERIFIED = update(", verified_at = :at");

    static final String REGISTERED = update(", registered_at = :at");

    static final String BOUND = update(", invitee_id = :user, bound_at = :at, path = :path");

    static final String DECIDED = update(", status = :status, status_at = :at");

    /** Changes nothing that anybody sees but the version. */
    static final String COUNTED = update("");

    private InvitationSql() {}

    /** @param changes of columns, each after a comma */
    private static String update(String changes) {
        return """
                update query_side.invitation
                set version = version + 1, position = :position%s
                where invitation_id = :id and position < :position
                """.formatted(changes);
    }
}
