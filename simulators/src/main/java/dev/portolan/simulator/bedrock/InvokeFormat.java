package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Role;
import java.util.List;
import java.util.function.Supplier;

/** A chat model's own format, as InvokeModel carries it: a request that was understood, and how it is answered. */
interface InvokeFormat {

    /**
     * A piece of a streamed answer in the model's own JSON.
     *
     * @param role what it is for
     * @param json makes it
     */
    record Chunk(Role role, Supplier<ObjectNode> json) {}

    /** What was asked. */
    ChatRequest request();

    /** An id for a tool call, in this format. */
    String callId(Ids ids);

    /** The whole answer, without what the service adds. */
    ObjectNode whole(Outcome outcome, Omissions omissions);

    /** The answer in chunks, without what the service adds to the last one. */
    List<Chunk> chunks(Outcome outcome, Omissions omissions);

    /** A model behind an ARN does not tell its family; then its format does. */
    static InvokeFormat read(ModelTraits model, JsonNode body, Ids ids) {
        return switch (model.family()) {
            case CLAUDE -> AnthropicFormat.read(body, model, ids);
            case NOVA -> NovaFormat.read(body, model);
            case LLAMA -> PromptFormat.read(body, PromptAnswer.LLAMA);
            case MISTRAL ->
                body.has("messages") ? ChoicesFormat.read(body, model) : PromptFormat.read(body, PromptAnswer.MISTRAL);
            case TITAN_TEXT -> PromptFormat.read(body, PromptAnswer.TITAN);
            case COHERE_TEXT ->
                body.has("message")
                        ? CommandFormat.read(body, ids.request())
                        : PromptFormat.read(body, PromptAnswer.COHERE);
            default -> byItsBody(model, body, ids);
        };
    }

    private static InvokeFormat byItsBody(ModelTraits model, JsonNode body, Ids ids) {
        if (body.has("anthropic_version")) {
            return AnthropicFormat.read(body, model, ids);
        }
        if (model.id().startsWith("ai21.j2")) {
            return PromptFormat.read(body, PromptAnswer.JURASSIC);
        }
        if (body.path("schemaVersion").isTextual()
                || body.path("messages").path(0).path("content").isArray()) {
            return NovaFormat.read(body, model);
        }
        return ChoicesFormat.read(body, model);
    }
}
