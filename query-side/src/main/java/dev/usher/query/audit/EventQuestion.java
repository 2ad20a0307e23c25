package dev.usher.query.audit;

import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.eventstore.audit.EventLine;
import dev.usher.eventstore.audit.Wanted;
import dev.usher.query.view.Parameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * What somebody asks of the feed.
 *
 * @param after the position behind which it begins; 0 for the beginning
 * @param limit of a page
 * @param given the filters as they were asked for
 */
record EventQuestion(Wanted wanted, long after, int limit, Map<String, String> given) {

    private static final Set<String> KNOWN = Set.of("after", "limit", "type", "team", "from", "to");
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");
    private static final Pattern TYPE = Pattern.compile("[a-z]+(\\.[a-z-]+){1,3}");
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    static EventQuestion of(MultiValueMap<String, String> parameters) {
        return of(parameters, null);
    }

    /** @param last a position that replaces {@code after}; null when there is none */
    static EventQuestion of(MultiValueMap<String, String> parameters, String last) {
        MultiValueMap<String, String> asked = new LinkedMultiValueMap<>(parameters);
        if (last != null) {
            asked.set("after", last);
        }
        Parameters read = new Parameters(asked, KNOWN);
        Set<String> names = read.read("type", EventQuestion::names);
        TeamId team = read.read("team", TeamId::new);
        Instant from = read.read("from", EventQuestion::time);
        Instant to = read.read("to", EventQuestion::time);
        Long after = read.read("after", EventQuestion::position);
        Integer limit = read.read("limit", EventQuestion::limit);
        read.check();
        Map<String, String> given = new TreeMap<>(asked.toSingleValueMap());
        given.remove("after");
        return new EventQuestion(
                new Wanted(names == null ? Set.of() : names, team == null ? null : team.value(), from, to),
                after == null ? 0 : after,
                limit == null ? USUAL : limit,
                given);
    }

    String next(String path, long seen) {
        return given.entrySet().stream()
                .map(filter -> filter.getKey() + "=" + URLEncoder.encode(filter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", path + "?after=" + seen + (given.isEmpty() ? "" : "&"), ""));
    }

    private static Set<String> names(String types) {
        String prefix = EventLine.typeOf("");
        return Arrays.stream(types.split(","))
                .map(type -> {
                    if (!TYPE.matcher(type).matches()) {
                        throw Refusal.Code.INVALID.because(
                                "type must be types of events, separated by commas, such as %s, was '%s'"
                                        .formatted(EventLine.typeOf("invitation.created"), type));
                    }
                    return type.startsWith(prefix) ? type.substring(prefix.length()) : type;
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refusal.Code.INVALID.because("must be a time such as 2026-03-01T10:00:00Z, was '%s'".formatted(text));
        }
    }

    private static long position(String text) {
        if (!POSITION.matcher(text).matches()) {
            throw Refusal.Code.INVALID.because(
                    "after must be a position, the 'position' of the last event that you have, was '%s'"
                            .formatted(text));
        }
        return Long.parseLong(text);
    }

    private static int limit(String text) {
        int limit = POSITION.matcher(text).matches() && text.length() < 5 ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw Refusal.Code.INVALID.because("limit must be 1 to %d, was '%s'".formatted(MOST, text));
        }
        return limit;
    }
}
