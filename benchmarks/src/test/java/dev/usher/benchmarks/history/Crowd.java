package dev.usher.benchmarks.history;

import dev.usher.api.EmailAddress;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;

/** The people whom teams invite: strangers, and some who belong to another team. No two strangers share an address. */
final class Crowd {

    private static final String[] FIRST = {
        "anna", "ben", "chloe", "david", "elif", "felix", "grace", "hugo", "ines", "jonas", "kofi", "lea", "maya",
        "nils", "olga", "pablo", "quinn", "rosa", "samir", "tara", "uma", "viktor", "wei", "yara", "zoe"
    };
    private static final String[] ELSEWHERE = {"mail.example", "post.example", "inbox.example"};
    private static final double AT_WORK = 0.8;
    private static final int REMEMBERED = 4096;
    private static final long YEARS = 3 * Rhythm.SPAN.toMillis();

    private final Chance chance;
    private final Acquaintance[] members = new Acquaintance[REMEMBERED];
    private int strangers;

    /** Somebody who belongs to a team. */
    private record Acquaintance(Person person, TeamId team) {}

    Crowd(Chance chance) {
        this.chance = chance;
    }

    Person stranger(String domain) {
        String at = chance.happens(AT_WORK) ? domain : chance.one(ELSEWHERE);
        String name = chance.one(FIRST) + "." + Integer.toString(strangers++, Character.MAX_RADIX);
        return new Person(new EmailAddress(name + "@" + at), null, false);
    }

    /** Known by account only. */
    Person user(long now) {
        return new Person(null, account(now), false);
    }

    /** One that was made some time before, for no invitation. */
    UserId account(long now) {
        return new UserId(chance.id(now - (long) (chance.share() * YEARS)));
    }

    /**
     * From now on one other team may invite them: so they belong to two at most, and are invited to none that they belong to.
     * Others than by address nobody would find them.
     */
    void remember(Person person, TeamId team) {
        if (person.address() != null && !person.isMember()) {
            members[chance.below(REMEMBERED)] = new Acquaintance(person.member(), team);
        }
    }

    /** A member of another team, or null. */
    Person memberElsewhere(TeamId team) {
        int index = chance.below(REMEMBERED);
        Acquaintance found = members[index];
        if (found == null || found.team().equals(team)) {
            return null;
        }
        members[index] = null;
        return found.person();
    }
}
