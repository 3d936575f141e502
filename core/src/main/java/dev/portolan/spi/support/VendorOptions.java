package dev.portolan.spi.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import org.jspecify.annotations.Nullable;

/** Vendor options that the configuration sets, laid below those of each request. Immutable. */
public final class VendorOptions {

    private final String provider;
    private final @Nullable ObjectNode configured;

    /**
     * What the configuration says.
     *
     * @param provider the provider id under which requests hold options of their own
     * @param connection the connection's options, a JSON object as text, or {@code null}
     * @param model the model's options, which win over the connection's, or {@code null}
     * @throws IllegalArgumentException when one of them is no JSON object
     */
    public VendorOptions(String provider, @Nullable String connection, @Nullable String model) {
        this.provider = provider;
        ObjectNode below = object(connection);
        ObjectNode above = object(model);
        if (below != null && above != null) {
            WireJson.merge(below, above);
        }
        this.configured = below != null ? below : above;
    }

    /**
     * Lays these options below those of a request.
     *
     * @param request what is asked
     * @return the request with these options, or the same one when there are none
     */
    public ChatRequest addTo(ChatRequest request) {
        if (configured == null) {
            return request;
        }
        ObjectNode merged = configured.deepCopy();
        String own = request.vendorOptions().get(provider);
        if (own != null) {
            WireJson.merge(merged, WireJson.tree(own));
        }
        return request.toBuilder().vendorOptions(provider, merged.toString()).build();
    }

    private static @Nullable ObjectNode object(@Nullable String json) {
        if (json == null) {
            return null;
        }
        JsonNode tree = WireJson.isObject(json) ? WireJson.tree(json) : null;
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("vendor-options must be a JSON object");
    }
}
