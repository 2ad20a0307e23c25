package dev.usher.query.projection;

import java.util.List;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How far the tables of each projection have come, in a row that is written in the transaction of their rows. So a fact
 * that comes again has no effect, whoever brings it, and whoever holds this row knows that nobody else folds.
 */
@Component
public final class Positions {

    /** {@code greatest} would ignore a null, and so end a wait for a rebuild. */
    private static final String MOVE = """
            update query_side.projection moved
            set position = case when before.position is null then null else greatest(before.position, :position) end
            from (select name, position from query_side.projection where name = :name for update) before
            where moved.name = before.name
            returning before.position""";

    private final JdbcClient jdbc;

    Positions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Holds the row until the end of the transaction and moves it to this position, if it is behind.
     *
     * @return where it was; empty when the tables wait for a rebuild, which will have read these facts itself
     */
    OptionalLong move(String projection, long position) {
        Long before = jdbc.sql(MOVE)
                .param("name", projection)
                .param("position", position)
                .query((row, _) -> row.getObject("position", Long.class))
                .list()
                .getFirst();
        return before == null ? OptionalLong.empty() : OptionalLong.of(before);
    }

    /** Holds the row until the end of the transaction: nobody folds meanwhile. */
    public void hold(String projection) {
        jdbc.sql("select from query_side.projection where name = :name for update")
                .param("name", projection)
                .query((_, _) -> projection)
                .list();
    }

    public void set(String projection, long position) {
        jdbc.sql("update query_side.projection set position = :position where name = :name")
                .param("name", projection)
                .param("position", position)
                .update();
    }

    /**
     * A projection that is new here.
     *
     * @param empty whether there is anything to read; if there is, its tables wait for a rebuild
     * @return whether it was unknown
     */
    boolean begin(String projection, boolean empty) {
        return jdbc.sql("""
                        insert into query_side.projection (name, position) values (:name, :position)
                        on conflict (name) do nothing""")
                        .param("name", projection)
                        .param("position", empty ? 0L : null, java.sql.Types.BIGINT)
                        .update()
                > 0;
    }

    List<String> waitingForRebuild() {
        return jdbc.sql("select name from query_side.projection where position is null order by name")
                .query(String.class)
                .list();
    }
}
