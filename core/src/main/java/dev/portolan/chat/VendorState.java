package dev.portolan.chat;

import java.util.Objects;

/**
 * Opaque data that a vendor attached to a part or message and wants back unchanged: thought signatures, encrypted
 * reasoning, item ids.
 *
 * <p>It is echoed to the wire it came from and left out, with a {@link Warning}, for any other. Applications keep it and
 * never read it.
 *
 * @param origin where it came from: the provider id, a slash and the API, such as {@code openai/responses}
 * @param json the data, a JSON object as text, byte for byte as it will be sent back
 */
public record VendorState(String origin, String json) {

    /**
     * Checks the components.
     *
     * @param origin as above
     * @param json as above
     */
    public VendorState {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(json, "json");
    }

    @Override
    public String toString() {
        return "VendorState[origin=" + origin + ", " + json.length() + " chars]";
    }
}
