package dev.usher.command.team;

import dev.usher.api.TeamEvent.ApiKeyCreated;

/** What happened, and the secret that no fact may hold. */
record KeyCreated(ApiKeyCreated fact, String secret) {

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return "KeyCreated[" + fact.keyId() + "]";
    }
}
