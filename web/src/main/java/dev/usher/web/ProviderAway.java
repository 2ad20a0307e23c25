package dev.usher.web;

/** The OpenID provider cannot be asked for its keys: nobody new can be known until it is back. */
final class ProviderAway extends RuntimeException {

    ProviderAway(String message, Throwable cause) {
        super(message, cause);
    }
}
