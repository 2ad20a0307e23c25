package dev.usher.command;

import java.util.concurrent.CompletionException;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.springframework.stereotype.Component;

/**
 * Sends a wish from inside the handler of another one, so that the facts of both are committed together or not at all.
 * Not through the gateway: that would try a lost race again on another thread, in a transaction of its own, while this
 * one is rolled back. The outer wish is what the gateway tries again.
 */
@Component
public class Nested {

    private final CommandBus bus;

    Nested(CommandBus bus) {
        this.bus = bus;
    }

    /** @return what the handler answers; what it throws is thrown here */
    public Object send(Object wish) {
        FutureCallback<Object, Object> answer = new FutureCallback<>();
        bus.dispatch(GenericCommandMessage.asCommandMessage(wish), answer);
        var result = answer.getResult();
        if (result.isExceptional()) {
            throw result.exceptionResult() instanceof RuntimeException known
                    ? known
                    : new CompletionException(result.exceptionResult());
        }
        return result.getPayload();
    }
}
