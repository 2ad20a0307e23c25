package dev.usher.architecture.planted.query;

import dev.usher.architecture.planted.command.common.Drawer;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericEventMessage;

/** A reader that writes, and knows the other side. */
public class Appender {

    Drawer drawer() {
        return new Drawer();
    }

    void append(EventBus log) {
        log.publish(GenericEventMessage.asEventMessage("fact"));
    }
}
