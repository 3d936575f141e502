package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.Tool;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.RateLimited;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.error.UnsupportedFeature;
import dev.portolan.recorded.OwnSettings;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import dev.portolan.spi.ModelSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each format of InvokeModel from the request to the answer, against a simulator that reads the formats by itself. */
@Timeout(60)
class InvokeModelsTest {

    private static final String JURASSIC = "ai21.j2-mid-v1";

    private final BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());
    private final BedrockConnection connection = BedrockConnection.builder()
            .settings(new OwnSettings(Map.of(
                    "region", "us-east-1",
                    "api-key", "k",
                    "endpoint", simulator.baseUrl().toString(),
                    "api", "invoke")))
            .build();

    @AfterEach
    void close() {
        connection.close();
        simulator.close();
    }

    private ChatModel model(String id) {
        return connection.chatModel(ModelSettings.builder("a", id).build());
    }

    private static ChatResponse ask(ChatModel model, ChatRequest request, boolean streamed) {
        if (!streamed) {
            return model.chat(request);
        }
        try (ChatStream stream = model.stream(request)) {
            return stream.response();
        }
    }

    private ChatRequest understood() {
        List<Prompt> prompts = simulator.requests().stream()
                .map(request -> Objects.requireNonNull(request.prompt()))
                .toList();
        return prompts.get(prompts.size() - 1).request();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anthropic.claude-sonnet-4-5-20250929-v1:0",
                "amazon.nova-lite-v1:0",
                "meta.llama3-1-8b-instruct-v1:0",
                "mistral.mistral-7b-instruct-v0:2",
                "amazon.titan-text-express-v1",
                "cohere.command-text-v14",
                "cohere.command-r-v1:0",
                "ai21.jamba-1-5-mini-v1:0",
                "deepseek.r1-v1:0",
                "qwen.qwen3-32b-v1:0",
                "openai.gpt-oss-20b-1:0",
                JURASSIC
            })
    void aConversationIsUnderstoodAndItsAnswerRead(String id) {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .add(Message.assistant("Yes?"))
                .user("Where is the harbour?")
                .maxOutputTokens(50)
                .build();
        for (boolean streamed : id.equals(JURASSIC) ? new boolean[] {false} : new boolean[] {false, true}) {
            ChatResponse response = ask(model(id), request, streamed);

            assertThat(response.text()).isEqualTo("Where is the harbour?");
            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
            assertThat(response.usage().inputTokens()).isPositive();
            assertThat(response.usage().outputTokens()).isPositive();
            assertThat(response.requestId()).isNotEmpty();
            assertThat(understood().messages()).isEqualTo(request.messages());
            assertThat(understood().maxOutputTokens()).isEqualTo(50);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anthropic.claude-sonnet-4-5-20250929-v1:0",
                "amazon.nova-lite-v1:0",
                "meta.llama3-1-8b-instruct-v1:0",
                "cohere.command-r-v1:0",
                "ai21.jamba-1-5-mini-v1:0",
                "openai.gpt-oss-20b-1:0"
            })
    void aSystemTextArrivesAsOne(String id) {
        ask(model(id), ChatRequest.builder().system("Be brief.").user("Hi").build(), false);

        assertThat(understood().messages()).containsExactly(Message.system("Be brief."), Message.user("Hi"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "meta.llama3-1-8b-instruct-v1:0",
                "mistral.mistral-7b-instruct-v0:2",
                "amazon.titan-text-express-v1",
                "cohere.command-text-v14",
                "cohere.command-r-v1:0",
                "openai.gpt-oss-20b-1:0"
            })
    void aStreamEndsAtTheLimitAndABrokenOneIsInterrupted(String id) {
        ChatRequest request = ChatRequest.builder()
                .user("One two three four five six")
                .maxOutputTokens(3)
                .build();
        assertThat(ask(model(id), request, true).finishReason().kind()).isEqualTo(FinishReason.Kind.LENGTH);

        simulator.inject(Faults.always(Fault.truncateAfter(2)));
        assertThatThrownBy(() -> ask(model(id), request, true))
                .isInstanceOfSatisfying(
                        StreamInterrupted.class,
                        e -> assertThat(e.partialResponse()).isNotNull());

        simulator.inject(Faults.always(Fault.errorInStream(2, ErrorKind.RATE_LIMITED)));
        assertThatThrownBy(() -> ask(model(id), request, true)).isInstanceOf(RateLimited.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"meta.llama3-1-8b-instruct-v1:0", "openai.gpt-oss-20b-1:0", "cohere.command-r-v1:0"})
    void toolsAreRefusedBeforeAnythingIsSent(String id) {
        ChatRequest request = ChatRequest.of("Hi").toBuilder()
                .tools(List.of(Tool.of("ping", "Pings", "{\"type\":\"object\"}")))
                .build();

        assertThatThrownBy(() -> model(id).chat(request)).isInstanceOf(UnsupportedFeature.class);
        assertThat(simulator.requests()).isEmpty();
    }
}
