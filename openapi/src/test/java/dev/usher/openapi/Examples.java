package dev.usher.openapi;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes an example of a body out of the examples that its schema, or the schemas within, have. */
record Examples(ObjectNode schemas) {

    JsonNode of(JsonNode schema) {
        if (schema.has("$ref")) {
            return of(schemas.path(schema.get("$ref").asString().replaceFirst(".*/", "")));
        }
        if (schema.has("examples")) {
            return schema.get("examples").get(0);
        }
        if (schema.has("items")) {
            ArrayNode list = JsonMapper.shared().createArrayNode();
            return list.add(of(schema.get("items")));
        }
        if (schema.has("properties")) {
            ObjectNode object = JsonMapper.shared().createObjectNode();
            schema.get("properties")
                    .properties()
                    .forEach(property -> object.set(property.getKey(), of(property.getValue())));
            return object;
        }
        throw new AssertionError("there is no example for " + schema);
    }
}
