package dev.usher.web;

/** Who vouches for people. */
public enum IdentityMode {
    /** Usher itself: they register and sign in here. */
    LOCAL,
    /** An OpenID provider, whose tokens they bring. */
    OIDC
}
