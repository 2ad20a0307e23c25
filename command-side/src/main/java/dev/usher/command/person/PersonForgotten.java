package dev.usher.command.person;

import dev.usher.api.EmailAddress;
import java.util.Set;

/**
 * Published in this process when a person was forgotten, for whatever else keeps letters here.
 *
 * @param addresses all that were known of the person
 */
public record PersonForgotten(Set<EmailAddress> addresses) {

    public PersonForgotten {
        addresses = Set.copyOf(addresses);
    }
}
