package dev.usher.command;

import dev.usher.api.Refusal;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.springframework.stereotype.Component;

/** A wish for something that does not exist is refused like one for something that the caller may not see. */
@Component
public final class RefuseUnknown implements MessageHandlerInterceptor<CommandMessage<?>> {

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
        try {
            return chain.proceed();
        } catch (AggregateNotFoundException e) {
            throw Refusal.Code.NOT_FOUND.because(
                    "there is nothing with the id %s".formatted(e.getAggregateIdentifier()));
        }
    }
}
