package dev.usher.api;

import java.util.List;
import java.util.Set;

/**
 * The roles of a deployment, highest first (organizations door, seed 003). Nobody gives a role above their own. A role that
 * this deployment does not know any more, of an old fact, is below all others.
 *
 * @param names highest first, at least one, each once
 * @param administrators how many of them, from the highest, administer their team; at least one
 * @param standard who is invited without a role gets this one
 */
public record Roles(List<Role> names, int administrators, Role standard) {

    /** What holds where nobody configured anything. */
    public static final Roles DEFAULT =
            new Roles(List.of(Role.ADMIN, new Role("developer"), Role.MEMBER), 1, Role.MEMBER);

    public Roles {
        names = List.copyOf(names);
        if (names.isEmpty() || Set.copyOf(names).size() < names.size()) {
            throw new IllegalArgumentException("roles must be at least one, each named once, were " + names);
        }
        if (administrators < 1 || administrators > names.size()) {
            throw new IllegalArgumentException(
                    "of %d roles 1 to %1$d can administer, was %d".formatted(names.size(), administrators));
        }
        if (!names.contains(standard)) {
            throw new IllegalArgumentException(
                    "the standard role must be one of %s, was %s".formatted(names, standard));
        }
    }

    /** That of who founds a team. */
    public Role highest() {
        return names.getFirst();
    }

    public boolean administers(Role role) {
        return administering().contains(role);
    }

    public List<Role> administering() {
        return names.subList(0, administrators);
    }

    /** Whether who has the one role may give somebody the other. */
    public boolean mayGive(Role own, Role given) {
        return administers(own) && names.contains(given) && names.indexOf(own) <= names.indexOf(given);
    }

    /** @throws Refusal INVALID, naming those there are */
    public Role known(Role role) {
        if (!names.contains(role)) {
            throw Refusal.Code.INVALID.because("role must be one of %s, was %s".formatted(names, role));
        }
        return role;
    }
}
