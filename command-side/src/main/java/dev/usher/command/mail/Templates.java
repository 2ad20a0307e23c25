package dev.usher.command.mail;

import dev.usher.api.EmailAddress;
import java.util.Map;

/** Renders the text and the HTML of a letter from the two Mustache templates of its name; HTML is escaped. */
public interface Templates {

    /** @param name of {@code letters/<name>.txt.mustache} and {@code letters/<name>.html.mustache} */
    Mail write(String name, EmailAddress to, String subject, Map<String, ?> values);
}
