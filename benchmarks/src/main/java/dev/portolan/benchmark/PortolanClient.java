package dev.portolan.benchmark;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import java.util.List;
import java.util.Map;

/** The library as an application has it: configured by properties, with its default decorators. */
public final class PortolanClient implements Client {

    private final Portolan portolan;
    private final ChatModel model;

    /**
     * A client of a server.
     *
     * @param baseUrl its base address
     */
    public PortolanClient(String baseUrl) {
        this.portolan = Portolan.builder()
                .environment(Map.of())
                .systemProperties(Map.of())
                .property("portolan.models.assistant.provider", "openai")
                .property("portolan.models.assistant.model", "gpt-4o-mini")
                .property("portolan.models.assistant.temperature", "0.2")
                // The client by hand counts nothing either; what telemetry and prices take is measured apart.
                .property("portolan.models.assistant.telemetry", "off")
                .property("portolan.providers.openai.base-url", baseUrl)
                .property("portolan.providers.openai.api-key", "test-key")
                .build();
        this.model = portolan.chatModel("assistant");
    }

    private static ChatRequest request() {
        return ChatRequest.builder()
                .system(Prompts.SYSTEM)
                .user(Prompts.USER)
                .tools(List.of(Tool.of("find_port", "Finds ports by name", Prompts.PARAMETERS)))
                .build();
    }

    @Override
    public int call() {
        return sum(model.chat(request()));
    }

    @Override
    public int stream() {
        try (ChatStream stream = model.stream(request())) {
            int length = 0;
            for (String piece : stream.text()) {
                length += piece.length();
            }
            ChatResponse response = stream.response();
            if (length != response.text().length()) {
                throw new IllegalStateException("The pieces are not the whole");
            }
            return sum(response);
        }
    }

    private static int sum(ChatResponse response) {
        Usage usage = response.usage();
        Long input = usage.inputTokens();
        Long output = usage.outputTokens();
        int sum = response.text().length();
        sum += input == null ? 0 : input.intValue();
        sum += output == null ? 0 : output.intValue();
        for (ToolCall call : response.toolCalls()) {
            sum += call.name().length() + call.arguments().length();
        }
        return sum;
    }

    @Override
    public void close() {
        portolan.close();
    }
}
