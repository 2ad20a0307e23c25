package dev.usher.query.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.organization.Delivery;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.organization.InvitationStatus;
import dev.usher.eventstore.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What was folded into the first form of the views is told as ever after they have changed, without folding it again. */
class OldRowsTest {

    private static final TeamId TEAM = new TeamId("t");
    private static final Instant ENDED = Instant.parse("2026-03-02T10:00:00Z");

    private static Listings listings;

    @BeforeAll
    static void migrate() throws SQLException {
        DataSource database =
                new SingleConnectionDataSource(TestDatabase.fresh().connect(), true);
        FluentConfiguration migrations =
                Flyway.configure().dataSource(database).schemas("query_side").locations("classpath:db/query_side");
        migrations.target("1").load().migrate();
        new JdbcTemplate(database).update("""
                insert into query_side.invitation (
                    invitation_id, team_id, invitee_email, role, created_by, created_at, expires_at, generation,
                    issued_at, status, status_at, delivery, version, position)
                select status, 't', status || '@x.org', 'member', 'u', '2026-03-01T10:00:00Z',
                    '2126-03-01T10:00:00Z', 1, '2026-03-01T10:00:00Z', status, '2026-03-02T10:00:00Z', 'mailed', 3, 1
                from unnest(array['pending', 'accepted', 'declined', 'deleted', 'expired']) status
                """);
        migrations.target("latest").load().migrate();
        listings = ListingsOverViews.listings(database);
    }

    @ParameterizedTest
    @CsvSource({
        "pending, OPEN, false",
        "accepted, ACCEPTED, true",
        "declined, DECLINED, true",
        "deleted, DELETED, true",
        "expired, EXPIRED, true"
    })
    void oneOfEachStatus(String id, InvitationStatus status, boolean ended) {
        InvitationResource old = listings.find(TEAM, new InvitationId(id)).orElseThrow();

        assertThat(old.status()).isEqualTo(status);
        assertThat(old.endedAt()).isEqualTo(ended ? ENDED : null);
        assertThat(old.acceptedAt()).isEqualTo(status == InvitationStatus.ACCEPTED ? ENDED : null);
        assertThat(old.delivery()).isEqualTo(new Delivery(Delivery.State.MAILED, null, null));
        assertThat(old.locale()).isNull();
        assertThat(old.metadata()).isNull();
    }

    @Test
    void allOfThem() {
        Selection all = new Selection("all", List.of("team_id = :team"), Map.of("team", "t"), Sort.BY_EMAIL, "0");

        assertThat(listings.all(all, invitation -> invitation.id().value()))
                .containsExactly("accepted", "declined", "deleted", "expired", "pending");
    }
}
