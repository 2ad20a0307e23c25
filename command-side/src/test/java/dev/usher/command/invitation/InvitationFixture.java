package dev.usher.command.invitation;

import static dev.usher.command.invitation.Lives.ADMIN;
import static dev.usher.command.invitation.Lives.TEAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.InvitationWish;
import dev.usher.command.RefuseUnknown;
import dev.usher.command.SharedCommandSide;
import dev.usher.command.team.Teams;
import dev.usher.eventstore.InviteeKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.test.AxonAssertionError;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.hamcrest.CustomMatcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * The invitation's rules by themselves, on Axon's fixture; places, teams and accounts are the real ones, over
 * PostgreSQL. The team "blue" has one administrator, Ann has an account, the time is {@link Lives#NOW}.
 */
abstract class InvitationFixture {

    /** Made once: it takes long to inspect the aggregate, and each {@code given} starts it afresh. */
    private static AggregateTestFixture<Invitation> fixture;

    private static Instant now = Lives.NOW;

    private TransactionStatus transaction;

    /** What became of a wish. */
    sealed interface Decided {

        record Facts(List<InvitationEvent> facts) implements Decided {}

        record Refused(Refusal refusal) implements Decided {}

        record IdTaken() implements Decided {}
    }

    @BeforeAll
    static void startUsher() {
        if (fixture == null) {
            fixture = newFixture();
        }
    }

    /** Everything that a test does is rolled back after it. */
    @BeforeEach
    void begin() {
        now = Lives.NOW;
        transaction = bean(PlatformTransactionManager.class).getTransaction(new DefaultTransactionDefinition());
        sql("insert into command_side.team (team_id, name, founded_at) values ('blue', 'Blue', now())");
        member(TEAM, ADMIN, Role.ADMIN);
        sql("""
                insert into command_side.account (user_id, user_name, user_name_key, password_hash, site_roles, created_at)
                values ('ann', 'Ann', 'ann', 'none', '{}', now())""");
        sql(
                "insert into command_side.account_email (email, user_id, verified_at) values ('ann@example.org', 'ann', now())");
    }

    @AfterEach
    void rollBack() {
        bean(PlatformTransactionManager.class).rollback(transaction);
    }

    final Decided decide(List<InvitationEvent> life, InvitationWish wish) {
        ResultValidator<Invitation> result = fixture.given(life).when(wish);
        return switch (failure(result)) {
            case Refusal refusal -> new Decided.Refused(refusal);
            case EventStoreException _ -> new Decided.IdTaken();
            case null -> new Decided.Facts(after(life.size()));
            case Throwable unexpected -> throw new AssertionError(unexpected);
        };
    }

    /** As {@link #decide}; what a refused wish wrote is undone, as the end of its transaction would do. */
    final Decided decideOrUndo(List<InvitationEvent> life, InvitationWish wish) {
        Object before = transaction.createSavepoint();
        Decided decided = decide(life, wish);
        if (!(decided instanceof Decided.Facts)) {
            transaction.rollbackToSavepoint(before);
        }
        transaction.releaseSavepoint(before);
        return decided;
    }

    final Instant now() {
        return now;
    }

    final void pass(Duration time) {
        now = now.plus(time);
    }

    static List<InvitationEvent> facts(Decided decided) {
        return ((Decided.Facts) decided).facts();
    }

    static Refusal refusal(Decided decided) {
        return ((Decided.Refused) decided).refusal();
    }

    static Refusal.Code code(Decided decided) {
        return refusal(decided).code();
    }

    final Places places() {
        return bean(Places.class);
    }

    /** An open invitation to somebody, as far as places know. */
    static void taken(Places places, InvitationId invitation, TeamId team, Invitee invitee, Instant expiry) {
        Map<InvitationId, Places.Due> late = places.take(
                team,
                List.of(new InvitationCreated(
                        invitation,
                        team,
                        Lives.CREATED,
                        invitee,
                        Role.MEMBER,
                        null,
                        ADMIN,
                        Channel.LINK,
                        null,
                        expiry,
                        null,
                        null)));
        assertThat(late).isEmpty();
    }

    static void taken(InvitationId invitation, Invitee invitee) {
        taken(bean(Places.class), invitation, TEAM, invitee, Lives.EXPIRY);
    }

    final void member(TeamId team, UserId user, Role role) {
        sql(
                "insert into command_side.team_member (team_id, user_id, role) values (?, ?, ?)",
                team.value(),
                user.value(),
                role.value());
    }

    final void leaves(TeamId team, UserId user) {
        sql("delete from command_side.team_member where team_id = ? and user_id = ?", team.value(), user.value());
    }

    /** Members but for the administrator, as {@code team/user role}. */
    final List<String> admitted() {
        return bean(JdbcTemplate.class)
                .queryForList(
                        "select team_id || '/' || user_id || ' ' || role from command_side.team_member where role <> 'admin'",
                        String.class);
    }

    private static AggregateTestFixture<Invitation> newFixture() {
        AggregateTestFixture<Invitation> made = new AggregateTestFixture<>(Invitation.class);
        made.registerInjectableResource(bean(Places.class));
        made.registerInjectableResource(bean(Teams.class));
        made.registerInjectableResource(bean(InviteeKeys.class));
        made.registerInjectableResource(bean(Eligibility.class));
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("there is one time");
            }
        };
        made.registerInjectableResource(clock);
        made.registerInjectableResource(new Creations(bean(Eligibility.class), bean(Places.class), clock));
        made.registerCommandHandlerInterceptor(new RefuseUnknown());
        return made;
    }

    /** What the fixture saw the wish fail with, null when it succeeded. */
    private static Throwable failure(ResultValidator<Invitation> result) {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        try {
            result.expectException(new CustomMatcher<Throwable>("any") {
                @Override
                public boolean matches(Object failure) {
                    seen.set((Throwable) failure);
                    return true;
                }
            });
        } catch (AxonAssertionError succeeded) {
            return null;
        }
        return seen.get();
    }

    private static List<InvitationEvent> after(int given) {
        return fixture.getEventStore()
                .readEvents(Lives.ID.value())
                .asStream()
                .skip(given)
                .map(fact -> (InvitationEvent) fact.getPayload())
                .toList();
    }

    private static void sql(String statement, Object... parameters) {
        bean(JdbcTemplate.class).update(statement, parameters);
    }

    static <T> T bean(Class<T> type) {
        return SharedCommandSide.bean(type);
    }
}
