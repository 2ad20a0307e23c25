package dev.usher.command;

import dev.usher.api.Refusal;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AnnotationCommandTargetResolver;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.springframework.stereotype.Component;

/**
 * A wish for something that does not exist is refused like one for something that the caller may not see. Axon's
 * auto-configuration registers it with the bus, since it is a bean.
 */
@Component
public final class RefuseUnknown implements MessageHandlerInterceptor<CommandMessage<?>> {

    private static final CommandTargetResolver TARGETS =
            AnnotationCommandTargetResolver.builder().build();

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
        try {
            return chain.proceed();
        } catch (AggregateNotFoundException | IncompatibleAggregateException e) {
            // Incompatible is what has the id of something else, such as a team. Axon's filterEventsByType, which is
            // there for this, is ignored by its own Spring configuration.
            throw absent(TARGETS.resolveTarget(work.getMessage()).getIdentifier());
        }
    }

    /** In the same words for what does not exist as for what is not the caller's, or they would tell which it is. */
    public static Refusal absent(Object id) {
        return Refusal.Code.NOT_FOUND.because("there is nothing with the id %s that you may change".formatted(id));
    }
}
