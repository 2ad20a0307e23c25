package dev.usher.query.statistics;

import dev.usher.query.projection.Table;
import dev.usher.query.projection.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/** A row of {@code query_side.tally}. Its moments say everything that is in its other columns. */
final class TallyRow {

    static final Table<Scope, TallyRow> TABLE = table();

    /** So many take as much memory as the rest of a row. */
    private static final int NUMBERS_OF_A_ROW = 32;

    private final Scope scope;
    private final Moments activity;
    private final Moments cohort;

    /** Of the moments of {@link #summed}; the columns of a row that is written are asked for one by one. */
    private Tally sum;

    private View summed;

    private TallyRow(Scope scope, Moments activity, Moments cohort) {
        this.scope = scope;
        this.activity = activity;
        this.cohort = cohort;
    }

    static TallyRow empty(Scope scope) {
        return new TallyRow(scope, new Moments(), new Moments());
    }

    /** To be changed. */
    Moments moments(View view) {
        summed = null;
        return of(view);
    }

    private Moments of(View view) {
        return view == View.ACTIVITY ? activity : cohort;
    }

    private Tally sum(View view) {
        if (summed != view) {
            sum = of(view).sum();
            summed = view;
        }
        return sum;
    }

    private static Table<Scope, TallyRow> table() {
        Table.Builder<Scope, TallyRow> table = Table.<Scope, TallyRow>named("tally", row -> row.scope)
                .key("team_id", Type.TEXT, Scope::team)
                .key("created_by", Type.TEXT, Scope::createdBy)
                .key("role", Type.TEXT, Scope::role)
                .key("day", Type.DATE, Scope::day);
        for (View view : View.values()) {
            for (Kind kind : Kind.values()) {
                if (view == View.ACTIVITY || kind != Kind.CREATED) {
                    table.column(
                            view.column(kind),
                            Type.INTEGER,
                            row -> nullForNone(row.sum(view).number(kind)));
                }
            }
            table.column(
                    view.waits(),
                    Type.BYTEA,
                    row -> row.sum(view).waits.sparse().bytes());
            table.column(view.moments(), Type.BYTEA, row -> row.of(view).bytes());
        }
        table.weighing(row -> 1 + (row.activity.size() + row.cohort.size()) / NUMBERS_OF_A_ROW);
        return table.readBy(row -> new TallyRow(scope(row), moments(row, View.ACTIVITY), moments(row, View.COHORT)));
    }

    private static Long nullForNone(long number) {
        return number == 0 ? null : number;
    }

    static Scope scope(ResultSet row) throws SQLException {
        return new Scope(
                row.getString("team_id"),
                row.getString("created_by"),
                row.getString("role"),
                row.getObject("day", LocalDate.class));
    }

    static Moments moments(ResultSet row, View view) throws SQLException {
        return new Moments(Sparse.of(row.getBytes(view.moments())));
    }

    /** Of the whole day, by kind. */
    static long[] numbers(ResultSet row, View view) throws SQLException {
        Kind[] kinds = Kind.values();
        long[] numbers = new long[kinds.length];
        for (Kind kind : kinds) {
            numbers[kind.ordinal()] = row.getLong(view.column(kind));
        }
        return numbers;
    }
}
