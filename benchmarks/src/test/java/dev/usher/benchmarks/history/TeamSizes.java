package dev.usher.benchmarks.history;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** How many invitations each team makes: the first one a tenth of all, the others by a power law, and never a third of it. */
final class TeamSizes implements Iterator<Integer> {

    private static final double LEAST = 3;
    private static final double EXPONENT = 1.1;

    private final Chance chance;
    private final int biggest;
    private int left;
    private boolean begun;

    TeamSizes(int invitations, long seed) {
        this.chance = new Chance(seed, "sizes");
        this.biggest = (int) Math.round(invitations / 10.0);
        this.left = invitations;
    }

    /** How many teams there will be. Drawn once more, rather than kept: there may be hundreds of thousands. */
    static int count(int invitations, long seed) {
        int teams = 0;
        for (TeamSizes sizes = new TeamSizes(invitations, seed); sizes.hasNext(); sizes.next()) {
            teams++;
        }
        return teams;
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    @Override
    public Integer next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int size = Math.min(left, begun ? other() : biggest);
        begun = true;
        left -= size;
        return size;
    }

    private int other() {
        return (int) Math.clamp(chance.powerLaw(LEAST, EXPONENT), 1, Math.max(1, biggest / 3.0));
    }
}
