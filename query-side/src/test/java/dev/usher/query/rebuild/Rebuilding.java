package dev.usher.query.rebuild;

import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.delete;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static dev.usher.query.RunningQuerySide.post;
import static dev.usher.query.RunningQuerySide.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.Invitee;
import dev.usher.api.UserId;
import dev.usher.eventstore.Log;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.query.plain.PlainFold;
import dev.usher.query.plain.TableRows;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Projections;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcOperations;
import tools.jackson.databind.JsonNode;

/** What tests of rebuilds do and wait for. */
public final class Rebuilding {

    static final Caller OPERATOR = World.with(SiteRole.OPERATOR);

    private Rebuilding() {}

    /** Half of them are accepted, and every third is to an address. */
    public static void lives(World world, int number) {
        Instant now = World.now();
        for (int i = 0; i < number; i++) {
            UserId user = UserId.next();
            Invitee invitee = i % 3 == 0 ? Invitee.of(new EmailAddress(user.value() + "@x.org")) : Invitee.of(user);
            InvitationCreated created = world.invitation(invitee, now.minusSeconds(100), now.plusSeconds(3600));
            happen(created);
            if (i % 2 == 0) {
                happen(new InvitationAccepted(created.invitationId(), world.team, now, user, created.role()));
            }
        }
    }

    static Answer ask(String name) {
        return post("/v1/projections/" + name + "/rebuild", tokenOf(OPERATOR), "");
    }

    static Answer cancel(String name) {
        return delete("/v1/projections/" + name + "/rebuild", OPERATOR);
    }

    static JsonNode rebuild(String name) {
        assertThat(ask(name).status()).isEqualTo(202);
        awaitEnd(name);
        assertThat(state(name)).as(show(name).toString()).isEqualTo("done");
        return show(name);
    }

    static void awaitEnd(String name) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> show(name).get("rebuild").has("endedAt"));
    }

    public static void awaitState(String name, String state) {
        await().atMost(Duration.ofSeconds(30)).until(() -> state(name).equals(state));
    }

    static String state(String name) {
        return show(name).get("rebuild").get("state").asString();
    }

    static JsonNode show(String name) {
        return get("/v1/projections/" + name, OPERATOR).json();
    }

    /** Somebody who holds this table for as long as the connection is open: it cannot be swapped. */
    static Connection reading(String table) throws SQLException {
        Connection reader = bean(DataSource.class).getConnection();
        reader.setAutoCommit(false);
        reader.createStatement().execute("select from query_side." + table);
        return reader;
    }

    /** Somebody who sees everything as of now for as long as the connection is open: no index is finished meanwhile. */
    public static Connection snapshot() throws SQLException {
        Connection reader = bean(DataSource.class).getConnection();
        reader.setAutoCommit(false);
        reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        reader.createStatement().execute("select from query_side.projection");
        return reader;
    }

    public static void awaitCaughtUp() {
        bean(Projections.class)
                .all()
                .forEach(projection -> assertThat(
                                bean(Log.class).awaitCaughtUp(projection.name(), Duration.ofMinutes(1)))
                        .isTrue());
    }

    static void assertEqualsTheLog(Projection projection) {
        awaitCaughtUp();
        assertThat(rows(projection))
                .isNotEmpty()
                .isEqualTo(PlainFold.of(projection.name()).rows(bean(Log.class).after(0, 1_000_000)));
    }

    static Set<Map<String, Object>> rows(Projection projection) {
        List<String> tables = projection.tables().stream()
                .map(table -> "query_side." + table.name())
                .toList();
        return TableRows.of(bean(JdbcOperations.class), tables);
    }
}
