package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.spi.support.MessageDecoder;
import dev.portolan.spi.support.WireJson;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.PayloadPart;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;

/**
 * Makes events of a stream of InvokeModel: chunks of JSON in the format of a model other than Claude, told apart by their shape. What ends an
 * answer differs; all say why they stopped, and the service adds its metrics to the last chunk.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html">AWS:
 *     InvokeModelWithResponseStream</a>
 */
final class InvokeStreamDecoder implements MessageDecoder<ResponseStream> {

    private final Answer answer;
    private final ObjectNode usage = JsonNodeFactory.instance.objectNode();
    private final Map<Integer, Integer> calls = new HashMap<>(0);
    private boolean stopped;
    private @Nullable String guardrail;

    InvokeStreamDecoder(Answer answer) {
        this.answer = answer;
    }

    /** Text that is JSON, as JSON; any other as it is. */
    static JsonNode json(JsonNode text) {
        return text.isTextual() && WireJson.isObject(text.asText()) ? WireJson.tree(text.asText()) : text;
    }

    @Override
    public void feed(ResponseStream message, Consumer<ChatEvent> out) {
        if (message instanceof PayloadPart part && part.bytes() != null) {
            chunk(WireJson.tree(part.bytes().asUtf8String()), out);
        }
    }

    void chunk(JsonNode chunk, Consumer<ChatEvent> out) {
        if (chunk.has("outputText")) {
            text(chunk.path("outputText"), chunk.path("completionReason"), out);
            number("inputTokens", chunk.path("inputTextTokenCount"));
            number("outputTokens", chunk.path("totalOutputTextTokenCount"));
        } else if (chunk.has("generation")) {
            text(chunk.path("generation"), chunk.path("stop_reason"), out);
            number("inputTokens", chunk.path("prompt_token_count"));
            number("outputTokens", chunk.path("generation_token_count"));
        } else if (chunk.path("outputs").isArray()) {
            text(
                    chunk.path("outputs").path(0).path("text"),
                    chunk.path("outputs").path(0).path("stop_reason"),
                    out);
        } else if (chunk.path("choices").isArray()) {
            choice(chunk.path("choices").path(0), out);
            openAiUsage(chunk.path("usage"));
        } else if (chunk.path("generations").isArray()) {
            JsonNode first = chunk.path("generations").path(0);
            text(first.path("text"), first.path("finish_reason"), out);
        } else if (chunk.has("completion")) {
            text(chunk.path("completion"), chunk.path("stop_reason"), out);
        } else if (chunk.has("event_type") || chunk.has("is_finished")) {
            cohere(chunk, out);
        } else {
            converse(chunk, out);
        }
        metrics(chunk.path(ServiceWords.METRICS));
        if (chunk.path(ServiceWords.ACTION).asText().equals("INTERVENED")) {
            stopped = true;
            guardrail = Guardrail.INTERVENED;
        }
        if (chunk.has(ServiceWords.TRACE)) {
            answer.metadata(JsonNodeFactory.instance.objectNode().set("trace", chunk.path(ServiceWords.TRACE)));
        }
    }

    private void text(JsonNode text, JsonNode reason, Consumer<ChatEvent> out) {
        answer.delta(0, JsonNodeFactory.instance.objectNode().put("text", text.asText("")), out);
        stop(reason);
    }

    private void stop(JsonNode reason) {
        if (reason.isTextual()) {
            stopped = true;
            answer.stopReason(reason.asText());
        }
    }

    private void cohere(JsonNode chunk, Consumer<ChatEvent> out) {
        if (chunk.path("text").isTextual() && chunk.path("index").asInt() == 0) {
            text(chunk.path("text"), JsonNodeFactory.instance.missingNode(), out);
        }
        if (chunk.path("is_finished").asBoolean()) {
            JsonNode reason = chunk.path("finish_reason");
            stop(reason.isTextual() ? reason : chunk.path("response").path("finish_reason"));
        }
    }

    private void choice(JsonNode choice, Consumer<ChatEvent> out) {
        JsonNode delta = choice.has("delta") ? choice.path("delta") : choice.path("message");
        for (JsonNode call : delta.path("tool_calls")) {
            // Behind the text, whose block is 0.
            int index = 1 + call.path("index").asInt();
            JsonNode function = call.path("function");
            if (calls.put(index, index) == null) {
                ObjectNode start = JsonNodeFactory.instance.objectNode();
                ObjectNode use = start.putObject("toolUse");
                use.set("toolUseId", call.path("id"));
                use.set("name", function.path("name"));
                answer.start(index, start, out);
            }
            ObjectNode piece = JsonNodeFactory.instance.objectNode();
            piece.putObject("toolUse").put("input", function.path("arguments").asText(""));
            answer.delta(index, piece, out);
        }
        text(delta.has("content") ? delta.path("content") : choice.path("text"), choice.path("finish_reason"), out);
    }

    private void openAiUsage(JsonNode told) {
        number("inputTokens", told.path("prompt_tokens"));
        number("outputTokens", told.path("completion_tokens"));
    }

    /** Nova sends the events of Converse. */
    private void converse(JsonNode chunk, Consumer<ChatEvent> out) {
        for (Map.Entry<String, JsonNode> event : chunk.properties()) {
            JsonNode body = event.getValue();
            int index = body.path("contentBlockIndex").asInt();
            switch (event.getKey()) {
                case "contentBlockStart" -> answer.start(index, body.path("start"), out);
                case "contentBlockDelta" -> answer.delta(index, body.path("delta"), out);
                case "contentBlockStop" -> answer.stop(index);
                case "messageStop" -> stop(body.path("stopReason"));
                case "metadata" -> {
                    if (body.path("usage") instanceof ObjectNode told) {
                        usage.setAll(told);
                    }
                }
                default -> {}
            }
        }
    }

    /** The service's own count, where the model's chunks have none. */
    private void metrics(JsonNode told) {
        if (!usage.has("inputTokens")) {
            number("inputTokens", told.path("inputTokenCount"));
        }
        if (!usage.has("outputTokens")) {
            number("outputTokens", told.path("outputTokenCount"));
        }
        if (told.isObject()) {
            answer.metadata(JsonNodeFactory.instance.objectNode().set("metrics", told));
        }
    }

    private void number(String name, JsonNode value) {
        if (value.isNumber()) {
            usage.set(name, value);
        }
    }

    @Override
    public void end(Consumer<ChatEvent> out) {
        if (!stopped) {
            throw ErrorDetails.builder("the stream ended before the model said that it had stopped")
                    .remedy("Ask again, or use the partial answer knowingly")
                    .toException(ErrorKind.STREAM_INTERRUPTED);
        }
        if (guardrail != null) {
            answer.stopReason(guardrail);
        }
        answer.metadata(JsonNodeFactory.instance.objectNode().set("usage", usage));
        answer.complete(out);
    }

    @Override
    public @Nullable ChatResponse partial() {
        return answer.partial();
    }
}
