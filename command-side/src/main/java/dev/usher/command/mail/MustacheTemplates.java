package dev.usher.command.mail;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.usher.api.EmailAddress;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Templates of the class path, compiled once. A value that is missing or null is an error; only a {@link URI} stays a
 * link that can be clicked, all other words are shown {@link Plain#unlinked}.
 */
final class MustacheTemplates implements Templates {

    private final Map<String, Template> compiled = new ConcurrentHashMap<>();
    private final Mustache.Compiler text = Mustache.compiler()
            .strictSections(true)
            .escapeHTML(false)
            .withFormatter(MustacheTemplates::shown)
            .withLoader(MustacheTemplates::open);
    private final Mustache.Compiler html = text.escapeHTML(true);

    @Override
    public Mail write(String name, EmailAddress to, String subject, Map<String, ?> values) {
        return new Mail(to, subject, render(text, name + ".txt", values), render(html, name + ".html", values));
    }

    private String render(Mustache.Compiler compiler, String file, Map<String, ?> values) {
        return compiled.computeIfAbsent(file, compiler::loadTemplate).execute(values);
    }

    private static String shown(Object value) {
        return value instanceof URI ? value.toString() : Plain.unlinked(String.valueOf(value));
    }

    private static Reader open(String file) {
        InputStream template = MustacheTemplates.class.getResourceAsStream("/letters/" + file + ".mustache");
        if (template == null) {
            throw new IllegalArgumentException("there is no letters/" + file + ".mustache");
        }
        return new InputStreamReader(template, StandardCharsets.UTF_8);
    }
}
