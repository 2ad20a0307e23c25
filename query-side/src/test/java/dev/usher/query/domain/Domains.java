package dev.usher.query.domain;

import dev.usher.query.projection.Projection;

/** For tests of other packages. */
public final class Domains {

    private Domains() {}

    public static Projection view() {
        return new DomainView();
    }
}
