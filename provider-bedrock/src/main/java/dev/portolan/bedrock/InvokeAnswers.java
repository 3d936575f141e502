package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Reads whole answers in the formats of models other than Claude, told apart by their shape, into Converse's. */
final class InvokeAnswers {

    private InvokeAnswers() {}

    static ChatResponse.Builder read(Answer answer, JsonNode body, @Nullable SdkHttpResponse head) {
        ObjectNode converse = JsonNodeFactory.instance.objectNode();
        ArrayNode content = converse.putObject("output").putObject("message").putArray("content");
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        if (body.path("output").path("message").isObject()) {
            for (JsonNode block : body.path("output").path("message").path("content")) {
                content.add(block);
            }
            converse.set("stopReason", body.path("stopReason"));
            usage.setAll((ObjectNode) body.path("usage"));
        } else {
            texts(body, converse, content, usage);
        }
        fromHeaders(head, usage);
        converse.set("usage", usage);
        guardrail(body, converse);
        answer.identity(text(body.path("id")), text(body.path("model")));
        return ResponseMapper.read(answer, converse);
    }

    private static void texts(JsonNode body, ObjectNode converse, ArrayNode content, ObjectNode usage) {
        if (body.has("completion")) {
            add(content, body.path("completion"));
            converse.set("stopReason", body.path("stop_reason"));
            number(usage, "inputTokens", body.path("usage").path("input_tokens"));
            number(usage, "outputTokens", body.path("usage").path("output_tokens"));
        } else if (body.path("results").isArray()
                && body.path("results").path(0).has("outputText")) {
            body.path("results").forEach(each -> add(content, each.path("outputText")));
            converse.set("stopReason", body.path("results").path(0).path("completionReason"));
            number(usage, "inputTokens", body.path("inputTextTokenCount"));
            number(usage, "outputTokens", body.path("results").path(0).path("tokenCount"));
        } else if (body.has("generation")) {
            add(content, body.path("generation"));
            converse.set("stopReason", body.path("stop_reason"));
            number(usage, "inputTokens", body.path("prompt_token_count"));
            number(usage, "outputTokens", body.path("generation_token_count"));
        } else if (body.path("outputs").isArray()) {
            add(content, body.path("outputs").path(0).path("text"));
            converse.set("stopReason", body.path("outputs").path(0).path("stop_reason"));
        } else if (body.path("generations").isArray()) {
            add(content, body.path("generations").path(0).path("text"));
            converse.set("stopReason", body.path("generations").path(0).path("finish_reason"));
        } else if (body.path("completions").isArray()) {
            JsonNode first = body.path("completions").path(0);
            add(content, first.path("data").path("text"));
            converse.set("stopReason", first.path("finishReason").path("reason"));
        } else if (body.path("choices").isArray()) {
            choice(body, converse, content, usage);
        } else if (body.has("text")) {
            add(content, body.path("text"));
            converse.set("stopReason", body.path("finish_reason"));
        } else {
            throw ErrorDetails.builder("the answer is in none of the formats that are known")
                    .remedy("Use api=converse if the model has it")
                    .toException(ErrorKind.INVALID_RESPONSE);
        }
    }

    private static void choice(JsonNode body, ObjectNode converse, ArrayNode content, ObjectNode usage) {
        JsonNode choice = body.path("choices").path(0);
        JsonNode message = choice.path("message");
        add(content, message.has("content") ? message.path("content") : choice.path("text"));
        for (JsonNode call : message.path("tool_calls")) {
            ObjectNode use = content.addObject().putObject("toolUse");
            use.set("toolUseId", call.path("id"));
            use.set("name", call.path("function").path("name"));
            use.set("input", InvokeStreamDecoder.json(call.path("function").path("arguments")));
        }
        converse.set("stopReason", choice.path("finish_reason"));
        number(usage, "inputTokens", body.path("usage").path("prompt_tokens"));
        number(usage, "outputTokens", body.path("usage").path("completion_tokens"));
    }

    /** The service counts in headers too, and it alone where the body does not. */
    private static void fromHeaders(@Nullable SdkHttpResponse head, ObjectNode usage) {
        if (head == null) {
            return;
        }
        List<String[]> names = List.of(
                new String[] {"inputTokens", "X-Amzn-Bedrock-Input-Token-Count"},
                new String[] {"outputTokens", "X-Amzn-Bedrock-Output-Token-Count"});
        for (String[] name : names) {
            String told = head.firstMatchingHeader(name[1]).orElse("");
            if (!usage.has(name[0]) && told.matches("\\d{1,12}")) {
                usage.put(name[0], Long.parseLong(told));
            }
        }
    }

    static void guardrail(JsonNode body, ObjectNode converse) {
        if (body.has(ServiceWords.TRACE)) {
            converse.set("trace", body.path(ServiceWords.TRACE));
        }
        if (body.path(ServiceWords.ACTION).asText().equals("INTERVENED")) {
            converse.put("stopReason", Guardrail.INTERVENED);
        }
    }

    private static void add(ArrayNode content, JsonNode text) {
        if (text.isTextual() && !text.asText().isEmpty()) {
            content.addObject().set("text", text);
        }
    }

    private static void number(ObjectNode usage, String name, JsonNode value) {
        if (value.isNumber()) {
            usage.set(name, value);
        }
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() ? value.asText() : null;
    }
}
