package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is new in an event: a piece of a block, or how the message ends. */
final class Delta {

    String type = "";

    /** The piece of text, thought, arguments or signature. */
    String text = "";

    private @Nullable ObjectNode others;

    private Delta() {}

    /** Reads a delta and moves the parser to its end. */
    static Delta read(JsonParser parser) throws IOException {
        Delta delta = new Delta();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return delta;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (member) {
                case "type" -> delta.type = Objects.requireNonNullElse(parser.getValueAsString(), "");
                case "text", "thinking", "partial_json", "signature" -> {
                    if (value == JsonToken.VALUE_STRING) {
                        delta.text = parser.getText();
                    }
                    parser.skipChildren();
                }
                default -> {
                    if (value != JsonToken.VALUE_NULL) {
                        delta.others().set(member, WireJson.tree(WireJson.copy(parser)));
                    }
                }
            }
        }
        return delta;
    }

    /** Members without a name here; {@code null} ones are left out. */
    ObjectNode others() {
        ObjectNode all = others == null ? JsonNodeFactory.instance.objectNode() : others;
        others = all;
        return all;
    }
}
