package dev.usher.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * What a member may do in a team (organizations door, seed 003). Which ones there are: {@link Roles}.
 *
 * @param value 1 to 32 lower-case letters, digits and hyphens
 */
public record Role(@JsonValue String value) {

    private static final Pattern SYNTAX = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public static final Role ADMIN = new Role("admin");
    public static final Role MEMBER = new Role("member");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Role {
        if (value == null || !SYNTAX.matcher(value).matches()) {
            throw Refusal.Code.INVALID.because(
                    "role must be 1 to 32 lower-case letters, digits and hyphens, was " + PlainText.quoted(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
