package dev.usher.benchmarks.history;

import dev.usher.api.EmailAddress;
import dev.usher.api.UserId;

/**
 * Somebody who can be invited.
 *
 * @param address null where nobody knows it
 * @param account null while they have none, or none that anybody knows of
 * @param isMember whether they belong to a team already
 */
record Person(EmailAddress address, UserId account, boolean isMember) {

    Person with(UserId known) {
        return new Person(address, known, isMember);
    }

    Person member() {
        return new Person(address, account, true);
    }
}
