package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.WireJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Vendor state on its way back: read when it is of this wire, left out with a warning when it is of another. */
final class StateFields {

    private final String origin;
    private final List<Warning> warnings;

    StateFields(String origin, List<Warning> warnings) {
        this.origin = origin;
        this.warnings = warnings;
    }

    /** Whether state is of this wire. */
    boolean owns(@Nullable VendorState state) {
        return state != null && state.origin().equals(origin);
    }

    /** The fields of state of this wire, without a warning; {@code null} when there are none. */
    @Nullable
    JsonNode own(@Nullable VendorState state) {
        if (state == null || !owns(state)) {
            return null;
        }
        try {
            JsonNode fields = WireJson.tree(state.json());
            return fields.isObject() ? fields : null;
        } catch (IllegalArgumentException e) {
            // Whoever stored the history broke it.
            return null;
        }
    }

    /**
     * The state's fields.
     *
     * @param field where it stands in the request
     * @return a JSON object, or {@code null} when there is none of this wire
     */
    @Nullable
    JsonNode of(@Nullable VendorState state, String field) {
        if (state == null) {
            return null;
        }
        if (!owns(state)) {
            warnings.add(
                    new Warning("left-out", field, "State that " + state.origin() + " gave is not sent to " + origin));
            return null;
        }
        JsonNode fields = own(state);
        if (fields == null) {
            warnings.add(new Warning("left-out", field, "State that is no JSON object any more is not sent"));
        }
        return fields;
    }
}
