package dev.usher.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.type.LogicalType;

/** JSON of requests and answers: a number is no text and no text a number, a name comes once, times have milliseconds. */
final class StrictJson {

    private StrictJson() {}

    static void customize(JsonMapper.Builder json) {
        json.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Also where Spring Boot would not: what ignores them says so on its type (docs/api.md).
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addModule(new SimpleModule("usher")
                        .addSerializer(Instant.class, new Milliseconds())
                        .addDeserializer(Instant.class, new Rfc3339()));
        for (LogicalType text : List.of(LogicalType.Textual, LogicalType.Enum)) {
            refuse(json, text, CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean);
        }
        // Otherwise "7", 7.9 and true are read as 7, 7 and 1.
        refuse(json, LogicalType.Integer, CoercionInputShape.String, CoercionInputShape.Float);
        refuse(json, LogicalType.Integer, CoercionInputShape.EmptyString, CoercionInputShape.Boolean);
        refuse(json, LogicalType.Boolean, CoercionInputShape.String, CoercionInputShape.Integer);
    }

    private static void refuse(JsonMapper.Builder json, LogicalType type, CoercionInputShape... shapes) {
        json.withCoercionConfig(type, coercion -> {
            for (CoercionInputShape shape : shapes) {
                coercion.setCoercion(shape, CoercionAction.Fail);
            }
        });
    }

    /** Jackson leaves the fraction out when it is zero; clients that cut at fixed columns would stumble. */
    private static final class Milliseconds extends StdSerializer<Instant> {

        private static final DateTimeFormatter FORM =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

        Milliseconds() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator json, SerializationContext context) {
            json.writeString(FORM.format(time));
        }
    }

    /** Jackson's own would take a number for seconds or nanoseconds, whatever the coercions say. */
    private static final class Rfc3339 extends StdDeserializer<Instant> {

        Rfc3339() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                return (Instant) context.handleUnexpectedToken(Instant.class, json);
            }
            try {
                return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(
                        json.getString().strip(), Instant::from);
            } catch (DateTimeException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, json.getString(), "not RFC 3339");
            }
        }
    }
}
