package dev.usher.command;

import static dev.usher.eventstore.StoredFact.ACTOR;
import static dev.usher.eventstore.StoredFact.ATTEMPT;
import static dev.usher.eventstore.StoredFact.CLIENT;
import static dev.usher.eventstore.StoredFact.CORRELATION_ID;

import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.command.idempotency.Attempt;
import dev.usher.web.Caller;
import dev.usher.web.Clients;
import dev.usher.web.Correlation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.springframework.stereotype.Component;

/**
 * Puts on every command, and thereby on every fact, who wished for it, in which request and from where (and for
 * which {@code Idempotency-Key}), in forms that tell nothing of addresses and keys. An automation has no
 * caller: it says its name by {@link #as}.
 *
 * <p>Axon's auto-configuration registers it with the gateway, since it is a bean.
 */
@Component
public class Actor implements MessageDispatchInterceptor<CommandMessage<?>> {

    /** Who calls without an access token: the holder of a signed token, or anybody. */
    static final String PUBLIC = "public";

    /** Metadata key: the teams that the caller's identity provider says they administer. Not copied to facts. */
    private static final String TEAMS = "teams";

    private static final ScopedValue<String> AUTOMATION = ScopedValue.newInstance();

    private final Clients clients;

    Actor(Clients clients) {
        this.clients = clients;
    }

    /** Runs the work of an automation; the facts it causes name it. */
    public static void as(String automation, Runnable work) {
        ScopedValue.where(AUTOMATION, automation).run(work);
    }

    /**
     * Whether the wish under way, or else the request, is this user's, and came with the word of their identity provider that
     * they administer this team. It travels with the wish, since a wish that is tried again is decided on another thread.
     */
    public static boolean isSaidToAdminister(UserId user, TeamId team) {
        if (!CurrentUnitOfWork.isStarted()) {
            return Caller.current()
                    .filter(caller -> caller.id().equals(user) && caller.teams().contains(team))
                    .isPresent();
        }
        MetaData wish = CurrentUnitOfWork.get().root().getMessage().getMetaData();
        return user.value().equals(wish.get(ACTOR))
                && wish.get(TEAMS) instanceof String said
                && List.of(said.split(" ")).contains(team.value());
    }

    @Override
    public BiFunction<Integer, CommandMessage<?>, CommandMessage<?>> handle(
            List<? extends CommandMessage<?>> messages) {
        return (_, command) -> command.andMetaData(missing(command));
    }

    /** A command from inside a handler has all of it from the outer command already. */
    private Map<String, String> missing(CommandMessage<?> command) {
        Map<String, String> metadata = new HashMap<>();
        if (!command.getMetaData().containsKey(ACTOR)) {
            metadata.put(ACTOR, current());
            metadata.put(TEAMS, teams());
        }
        if (!command.getMetaData().containsKey(CORRELATION_ID) && Correlation.current() != null) {
            metadata.put(CORRELATION_ID, Correlation.current());
        }
        if (!command.getMetaData().containsKey(CLIENT)) {
            clients.current().ifPresent(client -> metadata.put(CLIENT, client));
        }
        Attempt.current().ifPresent(attempt -> metadata.put(ATTEMPT, attempt.mark()));
        return metadata;
    }

    private static String current() {
        return AUTOMATION.isBound()
                ? AUTOMATION.get()
                : Caller.current().map(caller -> caller.id().value()).orElse(PUBLIC);
    }

    /** One text, which any command bus can carry. */
    private static String teams() {
        return AUTOMATION.isBound()
                ? ""
                : Caller.current().stream()
                        .flatMap(caller -> caller.teams().stream())
                        .map(TeamId::value)
                        .collect(Collectors.joining(" "));
    }
}
