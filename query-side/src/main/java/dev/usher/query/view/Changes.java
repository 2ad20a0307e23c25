package dev.usher.query.view;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * The statements that one batch of facts causes, sent in few round trips. Statements about the same thing keep their
 * order; those about different things do not depend on each other, and go together when they have the same text.
 */
public final class Changes {

    private final NamedParameterJdbcOperations jdbc;
    private final Map<Object, Integer> statementsAbout = new HashMap<>();
    /** The n-th statement about each thing is in the n-th round. */
    private final List<Map<String, List<SqlParameterSource>>> rounds = new ArrayList<>();

    public Changes(NamedParameterJdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /** @param thing what the statement changes: no statement may touch a row of another thing */
    public void add(Object thing, String sql, MapSqlParameterSource parameters) {
        int round = statementsAbout.merge(thing, 1, Integer::sum) - 1;
        if (round == rounds.size()) {
            rounds.add(new LinkedHashMap<>());
        }
        rounds.get(round).computeIfAbsent(sql, _ -> new ArrayList<>()).add(parameters);
    }

    public void send() {
        for (Map<String, List<SqlParameterSource>> round : rounds) {
            round.forEach((sql, parameters) -> jdbc.batchUpdate(sql, parameters.toArray(SqlParameterSource[]::new)));
        }
    }

    /** As the PostgreSQL driver takes a {@code timestamptz}: it does not know {@link Instant}. */
    public static Object timestamp(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
