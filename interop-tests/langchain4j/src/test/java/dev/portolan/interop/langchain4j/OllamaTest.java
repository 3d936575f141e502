package dev.portolan.interop.langchain4j;

import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.ollama.OllamaSimulator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The module langchain4j-ollama. */
@Tag("integration")
class OllamaTest extends FiveThings {

    private final OllamaSimulator simulator =
            OllamaSimulator.builder().responder(WEATHER).models("llama3.2").start();

    @AfterEach
    void close() {
        simulator.close();
    }

    private ChatModel model(String name) {
        return OllamaChatModel.builder()
                .baseUrl(simulator.baseUrl().toString())
                .modelName(name)
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .maxRetries(0)
                .build();
    }

    @Override
    ChatModel model() {
        return model("llama3.2");
    }

    @Override
    StreamingChatModel streamingModel() {
        return OllamaStreamingChatModel.builder()
                .baseUrl(simulator.baseUrl().toString())
                .modelName("llama3.2")
                .build();
    }

    @Override
    ChatModel refusedModel() {
        return model("nowhere");
    }

    @Override
    Class<? extends Exception> refusal() {
        return ModelNotFoundException.class;
    }

    @Override
    Prompt lastPrompt() {
        List<ReceivedRequest> requests = simulator.requests();
        return Objects.requireNonNull(requests.get(requests.size() - 1).prompt());
    }
}
