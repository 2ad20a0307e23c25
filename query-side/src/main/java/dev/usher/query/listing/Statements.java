package dev.usher.query.listing;

import java.util.function.Function;
import java.util.stream.Collectors;

/** The SQL of lists. Each part reads its own index, in order, and no further than the limit. */
final class Statements {

    private static final String COLUMNS = """
            invitation_id, team_id, invitee_email, invitee_id, role, message, locale, metadata, created_by, created_at,
            expires_at, status, status_at, delivery, delivery_at, delivery_reason, bound_at, path, version""";

    static final String ONE = "select " + COLUMNS + """
             from query_side.invitation where team_id = :team and invitation_id = :id
            """;

    private Statements() {}

    static String rows(Selection selection, Cursor after) {
        String order = selection.sort().order();
        String behind = after == null ? "" : " and " + selection.sort().after();
        String parts = each(selection, " union all ", part -> """
                (select %s from query_side.invitation where %s%s order by %s limit :limit)
                """.formatted(COLUMNS, part, behind, order));
        return "select * from (%s) part order by %s limit :limit".formatted(parts, order);
    }

    /** The total and the page are of the same moment, since they are one statement; no row of the page is null. */
    static String page(Selection selection, Cursor after) {
        return """
                select counted.total, page.*
                from (select %s as total) counted left join (%s) page on true
                order by %s
                """.formatted(
                selection.total(), rows(selection, after), selection.sort().order());
    }

    private static String each(Selection selection, String between, Function<String, String> sql) {
        return selection.parts().stream().map(sql).collect(Collectors.joining(between));
    }
}
