package dev.usher.architecture.planted.command.one;

import dev.usher.architecture.planted.command.two.Back;
import org.springframework.context.annotation.Configuration;

/** A second public configuration, and one half of a cycle. */
@Configuration
public class SecondConfiguration {

    Back back() {
        return new Back(this);
    }
}
