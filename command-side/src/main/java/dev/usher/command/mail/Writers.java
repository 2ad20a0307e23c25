package dev.usher.command.mail;

import dev.usher.api.StoredName;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Who writes which kind of letter. */
final class Writers {

    private final Map<String, Kind<?>> kinds;

    Writers(Stream<? extends LetterWriter<?>> writers) {
        this.kinds =
                writers.<Kind<?>>map(Kind::of).collect(Collectors.toUnmodifiableMap(Kind::name, Function.identity()));
    }

    /** @throws IllegalArgumentException when nobody writes letters of this kind */
    String nameOf(Letter letter) {
        String name = Kind.name(letter.getClass());
        kind(name);
        return name;
    }

    Optional<Mail> write(Envelope envelope) {
        return kind(envelope.kind()).write(envelope.letter());
    }

    void delivered(Envelope envelope) {
        kind(envelope.kind()).delivered(envelope.letter());
    }

    void failed(Envelope envelope) {
        kind(envelope.kind()).failed(envelope.letter(), envelope.reason());
    }

    private Kind<?> kind(String name) {
        Kind<?> kind = kinds.get(name);
        if (kind == null) {
            throw new IllegalArgumentException(
                    "there is no LetterWriter for '%s', only for %s".formatted(name, kinds.keySet()));
        }
        return kind;
    }

    private record Kind<L extends Letter>(Class<L> type, LetterWriter<L> writer) {

        static <L extends Letter> Kind<L> of(LetterWriter<L> writer) {
            return new Kind<>(writer.kind(), writer);
        }

        static String name(Class<?> type) {
            StoredName name = type.getAnnotation(StoredName.class);
            if (name == null) {
                throw new IllegalArgumentException(
                        type.getName() + " lacks the @StoredName under which its letters wait");
            }
            return name.value();
        }

        String name() {
            return name(type);
        }

        Optional<Mail> write(JsonNode letter) {
            return writer.write(read(letter));
        }

        void delivered(JsonNode letter) {
            writer.delivered(read(letter));
        }

        void failed(JsonNode letter, String reason) {
            writer.failed(read(letter), reason);
        }

        private L read(JsonNode letter) {
            return LetterJson.JSON.treeToValue(letter, type);
        }
    }
}
