package dev.usher.query.statistics;

import dev.usher.query.projection.Table;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;

/** A row of {@code query_side.tally}. */
final class TallyRow {

    static final Table<Scope, TallyRow> TABLE = table();

    private final Scope scope;
    private final Tally activity;
    private final Tally cohort;

    private TallyRow(Scope scope, Tally activity, Tally cohort) {
        this.scope = scope;
        this.activity = activity;
        this.cohort = cohort;
    }

    static TallyRow empty(Scope scope) {
        return new TallyRow(scope, new Tally(), new Tally());
    }

    Tally of(View view) {
        return view == View.ACTIVITY ? activity : cohort;
    }

    private static Table<Scope, TallyRow> table() {
        Table.Builder<Scope, TallyRow> table = Table.<Scope, TallyRow>named("tally", row -> row.scope)
                .key("team_id", "text", Scope::team)
                .key("created_by", "text", Scope::createdBy)
                .key("role", "text", Scope::role)
                .key("day", "date", Scope::day);
        for (View view : View.values()) {
            for (Kind kind : Kind.values()) {
                if (view == View.ACTIVITY || kind != Kind.CREATED) {
                    table.column(view.column(kind), "integer", row -> nullForNone(row.of(view), kind));
                }
            }
            table.column(view.waits(), "bigint[]", row -> row.of(view).waits.entries());
            table.column(view.moments(), "bigint[]", row -> row.of(view).moments.entries());
        }
        return table.readBy(row -> new TallyRow(scope(row), tally(row, View.ACTIVITY), tally(row, View.COHORT)));
    }

    private static Long nullForNone(Tally tally, Kind kind) {
        return tally.number(kind) == 0 ? null : tally.number(kind);
    }

    static Scope scope(ResultSet row) throws SQLException {
        return new Scope(
                row.getString("team_id"),
                row.getString("created_by"),
                row.getString("role"),
                row.getObject("day", LocalDate.class));
    }

    private static Tally tally(ResultSet row, View view) throws SQLException {
        Tally tally = new Tally(sparse(row, view.waits()), sparse(row, view.moments()));
        addNumbers(row, view, tally);
        return tally;
    }

    static void addNumbers(ResultSet row, View view, Tally to) throws SQLException {
        for (Kind kind : Kind.values()) {
            to.add(kind, row.getLong(view.column(kind)));
        }
    }

    static Sparse sparse(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null
                ? new Sparse()
                : new Sparse(Arrays.stream((Long[]) array.getArray())
                        .mapToLong(Long::longValue)
                        .toArray());
    }
}
