package dev.usher.architecture.planted.query;

import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.eventstore.ApiKeys;

/** A reader that lets somebody in. */
public class Locksmith {

    String cut(ApiKeys keys, ApiKeyCreated fact) {
        return keys.add(fact);
    }
}
