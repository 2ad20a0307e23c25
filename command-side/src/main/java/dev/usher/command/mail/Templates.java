package dev.usher.command.mail;

import dev.usher.api.EmailAddress;
import java.util.Map;

/**
 * Renders the text and the HTML of a letter from the two Mustache templates of its name. HTML is escaped, a missing
 * value is an error, and only a {@link java.net.URI} among the values becomes a link: in all other values hosts and
 * addresses are made unclickable.
 */
public interface Templates {

    /**
     * @param name of {@code letters/<name>.txt.mustache} and {@code letters/<name>.html.mustache}; the latter fills the
     *     blocks of {@code letters/layout.html.mustache}
     * @param subject fixed words; names in it cut by the caller
     */
    Mail write(String name, EmailAddress to, String subject, Map<String, ?> values);
}
