package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.WireJson;
import org.jspecify.annotations.Nullable;

/** What an answer gave that must go back unchanged, and to nobody else. */
final class Origin {

    /** The origin of all state of this wire, whichever API it came through. */
    static final String CONVERSE = "bedrock/converse";

    private Origin() {}

    static VendorState state(String name, JsonNode value) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set(name, value);
        return new VendorState(CONVERSE, json.toString());
    }

    /** The state's fields, or {@code null} when there is none of this wire. */
    static @Nullable JsonNode own(@Nullable VendorState state) {
        if (state == null || !state.origin().equals(CONVERSE) || !WireJson.isObject(state.json())) {
            return null;
        }
        return WireJson.tree(state.json());
    }
}
