package dev.usher.eventstore;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;

/**
 * How the log is kept.
 *
 * @param transactionTimeout after which PostgreSQL ends a transaction, so that a stuck one cannot stall the readers of
 *     the log. 1 s or more, written like {@code 30s}. Default 30 s. {@code USHER_EVENT_STORE_TRANSACTION_TIMEOUT}
 * @param slowTick how long a reader sleeps at most when no signal wakes it. Default 1 s.
 *     {@code USHER_EVENT_STORE_SLOW_TICK}
 * @param follow whether consumers of this process follow the log. False for programs that only look after something.
 *     Default true. {@code USHER_EVENT_STORE_FOLLOW}
 */
@ConfigurationProperties("usher.event-store")
record EventStoreSettings(
        @DefaultValue("30s") String transactionTimeout,
        @DefaultValue("1s") Duration slowTick,
        @DefaultValue("true") boolean follow) {

    EventStoreSettings {
        // PostgreSQL reads the same text, so only what both understand is allowed.
        if (!transactionTimeout.matches("[1-9][0-9]{0,4}(s|ms)")
                || DurationStyle.SIMPLE.parse(transactionTimeout).compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "usher.event-store.transaction-timeout must be 1s or more, such as 30s, was " + transactionTimeout);
        }
        if (slowTick.isNegative() || slowTick.isZero()) {
            throw new IllegalArgumentException("usher.event-store.slow-tick must be positive, was " + slowTick);
        }
    }
}
