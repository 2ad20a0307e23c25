package dev.usher.eventstore;

import java.util.stream.Stream;

/** Several consumers that one bean provides, each as if it were a bean of its own. */
@FunctionalInterface
public interface FactConsumers {

    Stream<FactConsumer> stream();
}
