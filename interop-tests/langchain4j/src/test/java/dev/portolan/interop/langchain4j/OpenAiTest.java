package dev.portolan.interop.langchain4j;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.openai.OpenAiSimulator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The module langchain4j-open-ai. */
@Tag("integration")
class OpenAiTest extends FiveThings {

    private final OpenAiSimulator simulator =
            OpenAiSimulator.builder().apiKeys("sk-right").responder(WEATHER).start();

    @AfterEach
    void close() {
        simulator.close();
    }

    private ChatModel model(String key) {
        return OpenAiChatModel.builder()
                .baseUrl(simulator.baseUrl().toString())
                .apiKey(key)
                .modelName("gpt-4o-mini")
                .strictJsonSchema(false)
                .maxRetries(0)
                .build();
    }

    @Override
    ChatModel model() {
        return model("sk-right");
    }

    @Override
    StreamingChatModel streamingModel() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(simulator.baseUrl().toString())
                .apiKey("sk-right")
                .modelName("gpt-4o-mini")
                .build();
    }

    @Override
    ChatModel refusedModel() {
        return model("sk-wrong");
    }

    @Override
    Class<? extends Exception> refusal() {
        return AuthenticationException.class;
    }

    @Override
    Prompt lastPrompt() {
        List<ReceivedRequest> requests = simulator.requests();
        return Objects.requireNonNull(requests.get(requests.size() - 1).prompt());
    }
}
