package dev.usher.standalone.mailbox;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mailbox's pages. Everything in a letter is escaped; its HTML is shown in a frame that may not run scripts. */
final class MailboxPages {

    private static final int SHOWN = 200;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMM yyyy HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>&\"']+(?:&amp;[^\\s<>&\"']+)*");

    private final Mustache.Compiler compiler =
            Mustache.compiler().escapeHTML(true).withLoader(MailboxPages::source);
    private final Template list = compiler.loadTemplate("list");
    private final Template letter = compiler.loadTemplate("letter");
    private final Template missing = compiler.loadTemplate("missing");

    String list(List<Letter> newestFirst, String to) {
        return list.execute(Map.of(
                "to",
                to,
                "count",
                newestFirst.size(),
                "more",
                newestFirst.size() > SHOWN,
                "shown",
                SHOWN,
                "letters",
                newestFirst.stream().limit(SHOWN).map(MailboxPages::row).toList()));
    }

    String letter(Letter shown) {
        return letter.execute(Map.of(
                "row", row(shown),
                "html", Objects.requireNonNullElse(shown.html(), ""),
                "hasHtml", shown.html() != null,
                "text", linked(Objects.requireNonNullElse(shown.text(), "")),
                "hasText", shown.text() != null));
    }

    String missing(String id) {
        return missing.execute(Map.of("id", id));
    }

    private static Map<String, String> row(Letter letter) {
        return Map.of(
                "id", letter.id(),
                "to", letter.to(),
                "from", letter.from(),
                "subject", letter.subject().isBlank() ? "(no subject)" : letter.subject(),
                "at", TIME.format(letter.receivedAt()));
    }

    /** Escaped first, then linked: a link is made of characters that mean nothing in HTML. */
    private static String linked(String text) {
        String escaped = Escapers.HTML.escape(text);
        return LINK.matcher(escaped)
                .replaceAll(found -> "<a href=\"%1$s\" target=\"_blank\" rel=\"noopener noreferrer\">%1$s</a>"
                        .formatted(Matcher.quoteReplacement(found.group())));
    }

    private static Reader source(String name) {
        return new InputStreamReader(
                Objects.requireNonNull(MailboxPages.class.getResourceAsStream("/mailbox/" + name + ".mustache"), name),
                StandardCharsets.UTF_8);
    }
}
