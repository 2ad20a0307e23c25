package dev.usher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.api.invitation.ExpireInvitation;
import dev.usher.command.invitation.InvitationDesk;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.Registration;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.ReflectionTestUtils;

/** Axon's auto-configuration registers interceptors that are beans; one that also registers itself is asked twice. */
@CommandSideTest
class InterceptorsTest {

    @Autowired
    CommandBus bus;

    @Autowired
    CommandGateway gateway;

    @Autowired
    InvitationDesk desk;

    @Autowired
    Browser browser;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient jdbc;

    @Test
    void the_actor_is_asked_once_by_the_gateway() {
        assertThat(interceptors(gateway, "dispatchInterceptors").toArray()).hasExactlyElementsOfTypes(Actor.class);
        assertThat(interceptors(bus, "dispatchInterceptors")).isEmpty();
    }

    @Test
    void unknown_ids_are_refused_once_by_the_bus() {
        assertThat(interceptors(bus, "handlerInterceptors"))
                .filteredOn(RefuseUnknown.class::isInstance)
                .hasSize(1);
    }

    @Test
    void a_wish_that_is_tried_again_on_another_thread_keeps_its_actor() {
        InvitationId id = overdue();
        ExpireInvitation wish = new ExpireInvitation(id);
        AtomicInteger attempts = new AtomicInteger();
        try (Registration _ = bus.registerHandlerInterceptor((work, chain) -> {
            if (work.getMessage().getPayload().equals(wish) && attempts.incrementAndGet() == 1) {
                throw new ConcurrencyException("on purpose");
            }
            return chain.proceed();
        })) {
            Actor.as("night-shift", () -> gateway.sendAndWait(wish));
        }
        assertThat(attempts).hasValue(2);
        assertThat(browser.factsAbout(id).getLast())
                .containsEntry("name", "invitation.expired")
                .containsEntry("actor", "night-shift");
    }

    @Test
    void what_an_identity_provider_says_travels_with_the_wish_and_into_no_fact() {
        UserId host = new UserId("auth0|host");
        CreateInvitation wish = invitation(new TeamId("acme"), host);
        AtomicInteger attempts = new AtomicInteger();
        try (Registration _ = bus.registerHandlerInterceptor((work, chain) -> {
            if (work.getMessage().getPayload().equals(wish) && attempts.incrementAndGet() == 1) {
                throw new ConcurrencyException("on purpose");
            }
            return chain.proceed();
        })) {
            gateway.sendAndWait(saidBy(host, wish));
        }

        assertThat(attempts).hasValue(2);
        assertThat(browser.factsAbout(wish.invitationId()))
                .singleElement()
                .satisfies(fact -> assertThat(fact).containsEntry("actor", host.value()));
        assertThat(jdbc.sql("select metadata ->> 'teams' from event_store.fact where aggregate_id = :id")
                        .param("id", wish.invitationId().value())
                        .query(String.class)
                        .list())
                .containsOnlyNulls();
    }

    @Test
    void it_is_about_the_caller_and_that_team_and_nobody_and_nothing_else() {
        UserId host = new UserId("auth0|host");

        for (CreateInvitation wish : List.of(
                invitation(new TeamId("acm"), host),
                invitation(new TeamId("acme-two-three"), host),
                invitation(new TeamId("acme"), new UserId("auth0|other")))) {
            assertThatThrownBy(() -> gateway.sendAndWait(saidBy(host, wish))).isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> gateway.sendAndWait(invitation(new TeamId("acme"), host)))
                .isInstanceOf(Refusal.class);
    }

    /** As from a request with the token of a provider which says that they administer two teams. */
    private static CommandMessage<?> saidBy(UserId caller, CreateInvitation wish) {
        return GenericCommandMessage.asCommandMessage(wish)
                .andMetaData(Map.of("actor", caller.value(), "teams", "acme acme-two"));
    }

    private static CreateInvitation invitation(TeamId team, UserId by) {
        return new CreateInvitation(
                InvitationId.next(),
                team,
                Invitee.of(new EmailAddress("guest-" + UserId.next() + "@example.org")),
                Role.ADMIN,
                null,
                by,
                Channel.LINK,
                null,
                null,
                null,
                null);
    }

    private InvitationId overdue() {
        Instant past = clock.instant().minusSeconds(20);
        return desk.append(new InvitationCreated(
                        InvitationId.next(),
                        TeamId.next(),
                        past,
                        Invitee.of(new EmailAddress("late@example.org")),
                        Role.MEMBER,
                        null,
                        UserId.next(),
                        Channel.LINK,
                        null,
                        past.plusSeconds(10),
                        null,
                        null))
                .id();
    }

    private static List<?> interceptors(Object owner, String field) {
        return (List<?>) ReflectionTestUtils.getField(owner, field);
    }
}
