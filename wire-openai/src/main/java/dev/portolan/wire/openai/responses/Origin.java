package dev.portolan.wire.openai.responses;

import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * Where vendor state of this wire comes from, and so goes back to.
 *
 * @param id the provider id and the API, such as {@code openai/responses}
 */
record Origin(String id) {

    VendorState state(String json) {
        return new VendorState(id, json);
    }

    /**
     * Whether state may be sent here: it came from here, and is still the JSON object it was.
     *
     * @param state any state, or {@code null}
     * @return true when it may
     */
    boolean owns(@Nullable VendorState state) {
        return state != null && state.origin().equals(id) && WireJson.isObject(state.json());
    }
}
