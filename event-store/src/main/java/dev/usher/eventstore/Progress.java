package dev.usher.eventstore;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** How far the consumers that run in this process have committed: tells waiting reads at once, without a query. */
final class Progress {

    private final Lock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<String, Long> positions = new HashMap<>();

    void reached(String consumer, long position) {
        lock.lock();
        try {
            positions.merge(consumer, position, Math::max);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @return whether the consumer reached the position here; otherwise the time is up, or it runs elsewhere */
    boolean await(String consumer, long position, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (positions.getOrDefault(consumer, 0L) < position) {
                if (left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean follows(String consumer) {
        lock.lock();
        try {
            return positions.containsKey(consumer);
        } finally {
            lock.unlock();
        }
    }
}
