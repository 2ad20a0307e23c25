package dev.usher.benchmarks.history;

import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.util.ArrayList;
import java.util.List;

/** A team, as far as it matters for whom it invites next. */
final class Team {

    private static final Role DEVELOPER = new Role("developer");

    final TeamId id;
    final String domain;
    final int size;
    private final List<UserId> creators = new ArrayList<>();
    private final int mostCreators;
    private Person lapsed;

    /** @param size how many invitations it will make */
    Team(TeamId id, int number, int size, UserId founder, Chance chance) {
        this.id = id;
        this.domain = "team-%s.example".formatted(Integer.toString(number, Character.MAX_RADIX));
        this.size = size;
        this.mostCreators = (int) Math.round(StrictMath.pow(size, 0.32) * (0.8 + 0.4 * chance.share()));
        creators.add(founder);
    }

    /** Somebody who may invite, the founder most often. */
    UserId creator(Chance chance) {
        return creators.get(chance.rank(creators.size()));
    }

    /** As long as it lacks people who invite, it looks for them. */
    Role role(Chance chance) {
        double share = chance.share();
        double administrators = creators.size() < mostCreators ? 0.08 : 0.025;
        return share < administrators ? Role.ADMIN : share < administrators + 0.15 ? DEVELOPER : Role.MEMBER;
    }

    void admit(UserId user, Role role) {
        if (role.equals(Role.ADMIN) && creators.size() < mostCreators) {
            creators.add(user);
        }
    }

    /** They did not come; somebody may try again. */
    void lapsed(Person person) {
        lapsed = person;
    }

    /** Who did not come, or null; then they are somebody to wait for again. */
    Person takeLapsed() {
        Person taken = lapsed;
        lapsed = null;
        return taken;
    }
}
