package dev.usher.command.mail;

/** The letter could not be handed over now; another attempt may succeed. */
final class ServerTrouble extends RuntimeException {

    private final boolean away;

    private ServerTrouble(String reason, boolean away) {
        // No stack trace and no cause: the words of the server tell all, and the cause would show addresses in logs.
        super(reason, null, false, false);
        this.away = away;
    }

    /** The server did not take this letter now. */
    static ServerTrouble with(String reason) {
        return new ServerTrouble(reason, false);
    }

    /** There is no server to talk to: nothing of this letter's making, and told once for all of them. */
    static ServerTrouble away(String reason) {
        return new ServerTrouble(reason, true);
    }

    boolean isAway() {
        return away;
    }
}
