package dev.portolan.interop.langchain4j;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimedOut;
import dev.portolan.schema.JsonSchema;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Calls by this library's provider {@code openai}; all at its defaults but the times and the largest answer. */
final class PortolanCaller implements AutoCloseable {

    private static final Tool TOOL = new Tool(
            "get_weather",
            "How warm a city is.",
            JsonSchema.of("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}"),
            null);

    private final Portolan portolan;

    PortolanCaller(URI baseUrl) {
        portolan = Portolan.builder()
                .isolated()
                .property("portolan.models.assistant.provider", "openai")
                .property("portolan.models.assistant.model", "gpt-4o-mini")
                .property("portolan.models.assistant.timeout.first-token", "1s")
                .property("portolan.models.assistant.timeout.idle", "1s")
                .property("portolan.providers.openai.base-url", baseUrl.toString())
                .property("portolan.providers.openai.api-key", "sk-any")
                .property("portolan.providers.openai.max-response-size", "8MB")
                .build();
    }

    String call(Trouble trouble) {
        ChatModel model = portolan.chatModel("assistant");
        ChatRequest.Builder request = ChatRequest.builder().user("How warm is Oslo?");
        if (trouble.callsTool()) {
            request.tools(List.of(TOOL));
        }
        try {
            return answer(trouble.streaming() ? drained(model.stream(request.build())) : model.chat(request.build()));
        } catch (LlmException e) {
            return failure(e);
        }
    }

    private static ChatResponse drained(ChatStream stream) {
        try (stream) {
            return stream.response();
        }
    }

    private static String answer(ChatResponse response) {
        StringBuilder words = new StringBuilder("answer: ").append(content(response));
        if (response.usage().outputTokens() == null) {
            words.append(", usage unknown");
        }
        return words.toString();
    }

    private static String content(ChatResponse response) {
        if (response.toolCalls().isEmpty()) {
            return Words.text(response.text());
        }
        ToolCall call = response.toolCalls().get(0);
        return Words.call(call.id(), call.arguments()) + (call.syntheticId() ? ", its id made up" : "");
    }

    private static String failure(LlmException e) {
        String name = "`" + e.getClass().getSimpleName() + "`";
        if (e instanceof TimedOut timeout && timeout.phase() != null) {
            name += " (" + timeout.phase().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
        }
        ChatResponse partial = e.partialResponse();
        if (partial != null) {
            name += ", with the partial answer: " + content(partial);
        }
        return name;
    }

    @Override
    public void close() {
        portolan.close();
    }
}
