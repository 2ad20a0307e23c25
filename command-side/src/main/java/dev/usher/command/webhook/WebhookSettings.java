package dev.usher.command.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are delivered.
 *
 * @param allowedHosts exact host names that may be receivers although their addresses are not public, and by plain http;
 *     default none. USHER_WEBHOOKS_ALLOWED_HOSTS, separated by commas
 * @param workers webhooks served at one time in this process, 1 to 256, default 8. USHER_WEBHOOKS_WORKERS
 * @param timeout for one attempt from looking up the host to the end of the answer, default 10 s. USHER_WEBHOOKS_TIMEOUT
 * @param pauses after each failed attempt of a delivery; after the last one it is given up. Each is varied by a fifth.
 *     Default 5 s, 30 s, 2 min, 15 min, 1 h, 6 h, 24 h. USHER_WEBHOOKS_PAUSES
 * @param pollInterval how often to look for deliveries that are due again, or that another process caused, default 1 s.
 *     USHER_WEBHOOKS_POLL_INTERVAL
 * @param heartbeat the work of a process that died is taken up by another one after 4 to 6 of these, default 4 s.
 *     USHER_WEBHOOKS_HEARTBEAT
 */
@ConfigurationProperties("usher.webhooks")
record WebhookSettings(
        @DefaultValue List<String> allowedHosts,
        @DefaultValue("8") int workers,
        @DefaultValue("PT10S") Duration timeout,

        @DefaultValue({"PT5S", "PT30S", "PT2M", "PT15M", "PT1H", "PT6H", "PT24H"})
        List<Duration> pauses,

        @DefaultValue("PT1S") Duration pollInterval,
        @DefaultValue("PT4S") Duration heartbeat) {

    private static final String HOST = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+]";

    WebhookSettings {
        allowedHosts = allowedHosts.stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .toList();
        pauses = List.copyOf(pauses);
        for (String host : allowedHosts) {
            if (!host.matches(HOST)) {
                throw new IllegalArgumentException(
                        "usher.webhooks.allowed-hosts takes host names without port and wildcards, was '%s'"
                                .formatted(host));
            }
        }
        if (workers < 1 || workers > 256) {
            throw new IllegalArgumentException("usher.webhooks.workers must be 1 to 256, was " + workers);
        }
        if (pauses.isEmpty()) {
            throw new IllegalArgumentException("usher.webhooks.pauses must have one or more");
        }
        pauses.forEach(pause -> positive("pauses", pause));
        positive("timeout", timeout);
        positive("poll-interval", pollInterval);
        positive("heartbeat", heartbeat);
    }

    /** @param failures of this delivery so far, at least 1 */
    boolean isLast(int failures) {
        return failures > pauses.size();
    }

    Duration pause(int failures) {
        return pauses.get(Math.min(failures, pauses.size()) - 1);
    }

    /** More than all attempts and pauses of a delivery take together. */
    Duration longest() {
        Duration together = pauses.stream().reduce(Duration.ZERO, Duration::plus);
        return together.multipliedBy(3).dividedBy(2).plus(Duration.ofHours(1));
    }

    private static void positive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(
                    "usher.webhooks.%s must be longer than nothing, was %s".formatted(name, duration));
        }
    }
}
