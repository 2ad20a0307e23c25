package dev.usher.eventstore;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * How the values that every fact has are read: as their own annotations say, but without reflection and formatters, which took
 * more than half of the time in which the log is read.
 */
final class FactValues {

    private FactValues() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("fact-values");
        add(module, InvitationId.class, InvitationId::new);
        add(module, TeamId.class, new Recent<>(TeamId::new, TeamId::value));
        add(module, UserId.class, new Recent<>(UserId::new, UserId::value));
        add(module, Role.class, new Recent<>(Role::new, Role::value));
        add(module, EmailAddress.class, EmailAddress::new);
        add(module, Instant.class, FactValues::instant);
        return module;
    }

    private static <T> void add(SimpleModule module, Class<T> type, Function<String, T> read) {
        module.addDeserializer(type, new StdDeserializer<>(type) {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) {
                return read.apply(parser.getString());
            }
        });
    }

    /**
     * The same value for the same text, most of the time. Teams and users come again in many facts: values that are the same
     * need no check, no room and, to be found in a map, no comparison.
     *
     * @param <T> immutable
     */
    private record Recent<T>(Function<String, T> fresh, Function<T, String> text, AtomicReferenceArray<T> values)
            implements Function<String, T> {

        private static final int PLACES = 1 << 12;

        Recent(Function<String, T> fresh, Function<T, String> text) {
            this(fresh, text, new AtomicReferenceArray<>(PLACES));
        }

        @Override
        public T apply(String wanted) {
            int hash = wanted.hashCode();
            int place = (hash ^ hash >>> 16) & PLACES - 1;
            T known = values.getPlain(place);
            if (known != null && text.apply(known).equals(wanted)) {
                return known;
            }
            T value = fresh.apply(wanted);
            values.setPlain(place, value);
            return value;
        }
    }

    /** As it is written: {@code 2026-03-01T10:00:00Z} or {@code 2026-03-01T10:00:00.123Z}; everything else takes longer. */
    static Instant instant(String text) {
        boolean millis = hasForm("....-..-..T..:..:......Z", text);
        if (!millis && !hasForm("....-..-..T..:..:..Z", text)) {
            return Instant.parse(text);
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 2),
                        number(text, 8, 2),
                        number(text, 11, 2),
                        number(text, 14, 2),
                        number(text, 17, 2),
                        millis ? number(text, 20, 3) * 1_000_000 : 0)
                .toInstant(ZoneOffset.UTC);
    }

    /** @param form dots stand for any character */
    private static boolean hasForm(String form, String text) {
        if (text.length() != form.length()) {
            return false;
        }
        for (int i = 0; i < form.length(); i++) {
            if (form.charAt(i) != '.' && form.charAt(i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Out of every range when these are no digits. */
    private static int number(String text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(text.charAt(i), 10);
            if (digit < 0) {
                return -1_000_000_000;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
