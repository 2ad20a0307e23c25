package dev.usher.command.mail;

/**
 * An address in a letter that waits: encrypted, and found by its digest when the person wants to be forgotten. A letter that has
 * one calls it {@code to}.
 *
 * @param person keyed digest of the address
 */
public record SealedAddress(String person, byte[] sealed) {

    @Override
    public String toString() {
        return "SealedAddress[" + person + "]";
    }
}
