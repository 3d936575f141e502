package dev.portolan.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.rpc.Code;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.anthropic.MessagesCall;
import dev.portolan.simulator.internal.anthropic.MessagesError;
import dev.portolan.simulator.internal.anthropic.MessagesReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks a request of Anthropic's Messages API as Vertex takes it: the model stands in the address, the version in the
 * body. See https://docs.claude.com/en/api/claude-on-vertex-ai.
 */
final class AnthropicReader {

    private static final String VERSION = "vertex-2023-10-16";

    private AnthropicReader() {}

    static MessagesCall read(String json, ModelPath path, boolean streaming) {
        try {
            return read(Json.parse(json), path, streaming);
        } catch (MessagesError e) {
            // Errors of the model's own service are passed on as they are, as the text of the status.
            throw new VertexError(Code.INVALID_ARGUMENT, e.body().toString());
        }
    }

    private static MessagesCall read(@Nullable JsonNode body, ModelPath path, boolean streaming) {
        if (body == null || !body.isObject()) {
            throw MessagesError.invalid("The request body is not valid JSON: expected an object");
        }
        if (!body.path("anthropic_version").asText().equals(VERSION)) {
            throw MessagesError.invalid("anthropic_version: Field required");
        }
        if (body.has("model")) {
            throw MessagesError.invalid("model: Extra inputs are not permitted");
        }
        if (streaming != body.path("stream").asBoolean(false)) {
            throw MessagesError.invalid(
                    streaming
                            ? "stream: must be true for streamRawPredict"
                            : "stream: must not be true for rawPredict");
        }
        return MessagesReader.read(body, path.model(), streaming);
    }
}
