package dev.usher.command;

import dev.usher.api.UserId;
import dev.usher.web.Caller;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;

/** Whose facts are loaded for which caller. An upcaster sees every fact before anybody else does. */
public final class Loads implements EventUpcaster {

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** Whether a request of this user has loaded facts of this aggregate. */
    public boolean of(Object aggregate, UserId caller) {
        return seen.contains(key(caller, aggregate));
    }

    @Override
    public Stream<IntermediateEventRepresentation> upcast(Stream<IntermediateEventRepresentation> facts) {
        return facts.peek(fact -> Caller.current()
                .ifPresent(caller -> fact.getAggregateIdentifier().ifPresent(id -> seen.add(key(caller.id(), id)))));
    }

    private static String key(UserId caller, Object aggregate) {
        return caller + " " + aggregate;
    }
}
