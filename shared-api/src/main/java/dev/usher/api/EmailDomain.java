package dev.usher.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The part of an e-mail address behind the {@code @}, compared as a whole: {@code x.org} does not stand for {@code a.x.org}.
 *
 * @param value lower case, an internationalized one in its ASCII form
 */
public record EmailDomain(@JsonValue String value) implements Comparable<EmailDomain> {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EmailDomain {
        if (value == null || value.indexOf('@') >= 0) {
            throw Refusal.Code.INVALID.because("a domain must look like example.org, was " + PlainText.quoted(value));
        }
        // The one place that knows what a domain is.
        value = after(new EmailAddress("a@" + value.strip()).value());
    }

    public static EmailDomain of(EmailAddress address) {
        return new EmailDomain(after(address.value()));
    }

    @Override
    public int compareTo(EmailDomain other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String after(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
