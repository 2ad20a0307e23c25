package dev.usher.command;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Lets only so many wishes be decided at once, in the order they came. Calls run on virtual threads and are without
 * number; connections are not. Without this bound a crowd that wants the same invitation holds every connection while it
 * waits for each other, and readers, letters and everybody else wait with them.
 */
@Component
@EnableConfigurationProperties(CommandSettings.class)
class AtOnce implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final Semaphore places;
    private final Duration patience;

    AtOnce(CommandSettings settings) {
        this.places = new Semaphore(settings.atOnce(), true);
        this.patience = settings.patience();
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
        // A wish from inside another one has a place already, and waiting for a second could last for ever.
        if (work.parent().isPresent()) {
            return chain.proceed();
        }
        if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new RejectedExecutionException(
                    "no place for %s".formatted(work.getMessage().getCommandName()));
        }
        // Until the end of the work, not of the handler: the commit needs the connection too.
        work.onCleanup(_ -> places.release());
        return chain.proceed();
    }
}
