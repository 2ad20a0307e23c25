package dev.usher.command.idempotency;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Says for the requests of this process that they are alive, and forgets those that are a day old. */
@Component
class RequestsUnderWay {

    private final Requests requests;
    private final Clock clock;
    private final Set<String> ids = ConcurrentHashMap.newKeySet();

    RequestsUnderWay(Requests requests, Clock clock) {
        this.requests = requests;
        this.clock = clock;
    }

    void began(Attempt attempt) {
        ids.add(attempt.id());
    }

    void ended(Attempt attempt) {
        ids.remove(attempt.id());
    }

    /** At a fixed rate: tasks with a fixed delay share one thread, and a long sweep would keep it for longer than a lease. */
    @Scheduled(fixedRateString = "PT4S", initialDelayString = "PT4S")
    void stillAlive() {
        List<String> alive = List.copyOf(ids);
        if (!alive.isEmpty()) {
            requests.prolong(alive, clock.instant().plus(Requests.LEASE));
        }
    }

    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
    void forgetOld() {
        int forgotten = 1000;
        while (forgotten == 1000) {
            forgotten = requests.forget(clock.instant().minus(Requests.LIFE));
        }
    }
}
