package dev.usher.command.batch;

import dev.usher.api.Refusal;
import dev.usher.command.organization.NewInvitation;
import dev.usher.web.JsonTrouble;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON array of invitations. */
record JsonRows(String body, JsonMapper json) implements Rows {

    @Override
    public void forEach(Consumer<Row> take) {
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw Refusal.Code.INVALID.because("a batch in JSON must be an array of invitations");
            }
            for (int number = 1; parser.nextToken() != JsonToken.END_ARRAY; number++) {
                take.accept(row(number, parser.readValueAsTree(), json));
            }
            if (parser.nextToken() != null) {
                throw Refusal.Code.INVALID.because("there is something behind the array");
            }
        } catch (JacksonException e) {
            throw JsonTrouble.refusal(e);
        }
    }

    static Row row(int number, JsonNode node, JsonMapper json) {
        try {
            return node.isObject()
                    ? new Row(number, json.treeToValue(node, NewInvitation.class), null)
                    : new Row(number, null, Refusal.Code.INVALID.because("a row must be an object"));
        } catch (JacksonException e) {
            return new Row(number, null, JsonTrouble.refusal(e));
        }
    }
}
