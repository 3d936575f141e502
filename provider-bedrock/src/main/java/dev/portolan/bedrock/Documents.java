package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.document.Document;

/** Free JSON in the SDK's form and in Jackson's. Numbers keep every digit either way. */
final class Documents {

    private Documents() {}

    static Document of(JsonNode json) {
        if (json.isObject()) {
            Map<String, Document> members = new LinkedHashMap<>();
            json.properties().forEach(member -> members.put(member.getKey(), of(member.getValue())));
            return Document.fromMap(members);
        }
        if (json.isArray()) {
            List<Document> items = new ArrayList<>(json.size());
            json.forEach(item -> items.add(of(item)));
            return Document.fromList(items);
        }
        if (json.isNumber()) {
            return Document.fromNumber(json.asText());
        }
        if (json.isBoolean()) {
            return Document.fromBoolean(json.booleanValue());
        }
        return json.isNull() || json.isMissingNode() ? Document.fromNull() : Document.fromString(json.asText());
    }

    static JsonNode json(Document document) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (document.isMap()) {
            ObjectNode object = nodes.objectNode();
            document.asMap().forEach((key, value) -> object.set(key, json(value)));
            return object;
        }
        if (document.isList()) {
            ArrayNode array = nodes.arrayNode();
            document.asList().forEach(item -> array.add(json(item)));
            return array;
        }
        if (document.isNumber()) {
            return WireJson.tree(document.asNumber().stringValue());
        }
        if (document.isBoolean()) {
            return nodes.booleanNode(document.asBoolean());
        }
        return document.isNull() ? nodes.nullNode() : nodes.textNode(document.asString());
    }
}
