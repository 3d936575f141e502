package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenCounter;
import dev.portolan.chat.Tool;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.WireListener;
import dev.portolan.embedding.EmbeddingInput;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.InvalidRequest;
import dev.portolan.error.ModelNotFound;
import dev.portolan.error.RateLimited;
import dev.portolan.recorded.OwnSettings;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.vertex.VertexSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of Vertex's own is sent and read, through the SDK and against a server. */
@Timeout(60)
class WireTest {

    private final VertexSimulator simulator = VertexSimulator.start(Responder.echo());

    @AfterEach
    void close() {
        simulator.close();
    }

    private ReceivedRequest sent() {
        List<ReceivedRequest> all = simulator.requests();
        return all.get(all.size() - 1);
    }

    private static ChatModel model(VertexConnection connection, String id) {
        return connection.chatModel(ModelSettings.builder("a", id).build());
    }

    @Test
    void aCallCarriesItsRouteItsDeadlineAndTheKindOfCapacity() {
        try (VertexConnection connection =
                Connections.to(simulator.baseUrl(), Map.of("request-type", "dedicated", "headers.X-Team", "blue"))) {
            model(connection, "gemini-3.5-flash")
                    .chat(
                            ChatRequest.of("Hi"),
                            CallContext.builder()
                                    .traceHeader("traceparent", "00-1-2-01")
                                    .build());
            assertThat(sent().headers())
                    .containsEntry("x-vertex-ai-llm-request-type", List.of("dedicated"))
                    .containsEntry("x-team", List.of("blue"))
                    .containsEntry("traceparent", List.of("00-1-2-01"))
                    .containsEntry(
                            "x-goog-request-params",
                            List.of(
                                    "model=projects%2Facme%2Flocations%2Fus-central1%2Fpublishers%2Fgoogle%2Fmodels%2Fgemini-3.5-flash"));
        }
    }

    @Test
    void callsOfOneStepComeBackInTheirOrderWithTheirSignature() {
        simulator.respond(prompt -> prompt.toolResults().isEmpty()
                ? Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}").withToolCall("now", "{}")
                : Reply.text("Take a coat."));
        Tool weather = Tool.of(
                "get_weather", "Weather", "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}");
        Tool now = Tool.of("now", "Time", "{\"type\":\"object\",\"properties\":{}}");
        try (VertexConnection connection = Connections.to(simulator.baseUrl())) {
            ChatModel model = model(connection, "gemini-3.5-flash");
            ChatRequest asking = ChatRequest.of("Will it rain?").toBuilder()
                    .tools(List.of(weather, now))
                    .build();
            try (ChatStream stream = model.stream(asking)) {
                ChatResponse first = stream.response();
                assertThat(first.toolCalls()).hasSize(2);
                ChatResponse second = model.chat(asking.toBuilder()
                        .add(first.message())
                        .add(dev.portolan.chat.Message.toolResults(
                                dev.portolan.chat.ToolResult.of(
                                        first.toolCalls().get(1), "Noon."),
                                dev.portolan.chat.ToolResult.of(
                                        first.toolCalls().get(0), "Rain.")))
                        .build());
                assertThat(second.text()).isEqualTo("Take a coat.");
                assertThat(second.warnings()).isEmpty();
            }
        }
    }

    @Test
    void tokensAreCountedByTheService() {
        try (VertexConnection connection = Connections.to(simulator.baseUrl())) {
            TokenCounter counter = model(connection, "gemini-3.5-flash").tokenCounter();
            assertThat(counter).isNotNull();
            long few = counter.count(ChatRequest.of("One two three."), CallContext.EMPTY);
            long more = counter.count(
                    ChatRequest.builder()
                            .system("Be short.")
                            .user("One two three.")
                            .build(),
                    CallContext.EMPTY);
            assertThat(few).isPositive();
            assertThat(more).isGreaterThan(few);
            assertThat(sent().path()).endsWith("LlmUtilityService/CountTokens");
            assertThatThrownBy(() -> counter.count(
                            ChatRequest.builder()
                                    .user("x")
                                    .vendorOptions("vertex", "{\"nonsense\":1}")
                                    .build(),
                            CallContext.EMPTY))
                    .isInstanceOf(InvalidRequest.class);
        }
    }

    @Test
    void anUnknownModelIsToldWithTheLocationsThatHaveIt() {
        try (VertexSimulator few =
                        VertexSimulator.builder().models("gemini-2.5-pro").start();
                VertexConnection connection = Connections.to(few.baseUrl())) {
            assertThatThrownBy(() -> model(connection, "gemini-3-flash-preview").chat(ChatRequest.of("Hi")))
                    .isInstanceOf(ModelNotFound.class)
                    .hasMessageContaining("served at global");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text-embedding-005", "gemini-embedding-001", "gemini-embedding-2"})
    void embeddingsTellWhatTheyAreForAndHowLongTheyShallBe(String id) {
        try (VertexConnection connection = Connections.to(simulator.baseUrl())) {
            EmbeddingResponse response = connection
                    .embeddingModel(ModelSettings.builder("e", id).build())
                    .embed(new EmbeddingRequest(List.of("one", "two"), 256, EmbeddingInput.QUERY, Map.of()));
            assertThat(response.vectors())
                    .hasSize(2)
                    .allSatisfy(vector -> assertThat(vector).hasSize(256));
            assertThat(response.usage().inputTokens()).isPositive();
            assertThat(simulator.requests()).hasSize(id.equals("text-embedding-005") ? 1 : 2);
            assertThat(sent().body()).contains("RETRIEVAL_QUERY");
            assertThat(sent().path()).endsWith(id.equals("gemini-embedding-2") ? "/EmbedContent" : "/Predict");
        }
    }

    @Test
    void aTaskOfTheSettingsHoldsWhereTheRequestSaysNone() {
        try (VertexConnection connection = Connections.to(simulator.baseUrl())) {
            connection
                    .embeddingModel(ModelSettings.builder("e", "text-embedding-005")
                            .own(new OwnSettings(
                                    Map.of("embedding-task", "semantic-similarity", "embedding-batch-size", "1")))
                            .build())
                    .embed(EmbeddingRequest.of("one", "two"));
            assertThat(simulator.requests()).hasSize(2);
            assertThat(sent().body()).contains("SEMANTIC_SIMILARITY");
            assertThatThrownBy(() -> connection.embeddingModel(ModelSettings.builder("e", "text-embedding-005")
                            .own(new OwnSettings(Map.of("embedding-batch-size", "0")))
                            .build()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aListenerIsShownWhatIsSentAndWhatComesButNoToken(boolean streamed) {
        StringBuilder shown = new StringBuilder();
        List<WireListener.End> ends = new ArrayList<>();
        WireListener listener = (method, address, headers, body) -> {
            shown.append(method).append(address).append(headers).append(new String(body, StandardCharsets.UTF_8));
            return new WireListener.Exchange() {
                @Override
                public void answered(int status, List<WireListener.Header> answered) {
                    shown.append("status ").append(status);
                }

                @Override
                public void received(byte[] bytes, int offset, int length) {
                    shown.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
                }

                @Override
                public void ended(WireListener.End end, Throwable failure) {
                    ends.add(end);
                }
            };
        };
        try (VertexConnection connection = Connections.to(simulator.baseUrl())) {
            CallContext context = CallContext.builder().wireListener(listener).build();
            ChatModel model = model(connection, "gemini-3.5-flash");
            if (streamed) {
                try (ChatStream stream = model.stream(ChatRequest.of("Listen"), context)) {
                    assertThat(stream.response().text()).isEqualTo("Listen");
                }
            } else {
                assertThat(model.chat(ChatRequest.of("Listen"), context).text()).isEqualTo("Listen");
            }
        }
        assertThat(shown)
                .contains("gRPC")
                .contains("PredictionService/")
                .contains("status 0")
                .contains("\"finishReason\"")
                .doesNotContain("test-token");
        assertThat(ends).containsExactly(WireListener.End.COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mistralSpeaksOpenAisFormatThroughRawPredict(boolean streamed) {
        try (VertexConnection connection = Connections.to(simulator.baseUrl())) {
            ChatModel model = model(connection, "mistral-medium-3");
            ChatResponse response = answer(
                    model,
                    ChatRequest.builder().system("Be short.").user("Hi there").build(),
                    streamed);

            assertThat(response.text()).isEqualTo("Hi there");
            assertThat(response.model()).isEqualTo("mistral-medium-3");
            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
            assertThat(response.usage().inputTokens()).isPositive();
            assertThat(response.usage().outputTokens()).isPositive();
            assertThat(sent().path()).endsWith(streamed ? "/StreamRawPredict" : "/RawPredict");
            JsonNode body = WireJson.tree(sent().body());
            assertThat(body.path("model").asText()).isEqualTo("mistral-medium-3");
            assertThat(body.path("stream").asBoolean()).isEqualTo(streamed);
            assertThat(body.at("/messages/0/role").asText()).isEqualTo("system");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mistralCallsATool(boolean streamed) {
        simulator.respond(prompt -> Reply.toolCall("tides", "{\"harbour\":\"Porto\"}"));
        try (VertexConnection connection = Connections.to(simulator.baseUrl())) {
            ChatResponse response = answer(
                    model(connection, "codestral-2"),
                    ChatRequest.builder()
                            .user("When is high water?")
                            .tools(List.of(Tool.of(
                                    "tides",
                                    "Tells the tides",
                                    "{\"type\":\"object\",\"properties\":{\"harbour\":{\"type\":\"string\"}}}")))
                            .build(),
                    streamed);

            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
            assertThat(response.toolCalls()).singleElement().satisfies(call -> {
                assertThat(call.name()).isEqualTo("tides");
                assertThat(call.arguments()).isEqualTo("{\"harbour\":\"Porto\"}");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatMistralRefusesIsToldByItsKind(boolean streamed) {
        simulator.inject(Faults.first(1, Fault.error(ErrorKind.RATE_LIMITED)));
        try (VertexConnection connection = Connections.to(simulator.baseUrl())) {
            ChatModel model = model(connection, "mistral-medium-3");
            assertThatThrownBy(() -> answer(model, ChatRequest.of("Hi"), streamed))
                    .isInstanceOf(RateLimited.class);
        }
    }

    private static ChatResponse answer(ChatModel model, ChatRequest request, boolean streamed) {
        if (!streamed) {
            return model.chat(request);
        }
        try (ChatStream stream = model.stream(request)) {
            return stream.response();
        }
    }

    /** As Anthropic's page on prompt caching has it: behind the tools, the system text, and the last turn. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void claudeIsToldWhatToCache(boolean streamed) {
        ChatRequest request = ChatRequest.builder()
                .system("You are a harbour master. Here are the rules of the port: ...")
                .add(Message.user(new TextPart(
                        "The tide table of 2026: ...",
                        new VendorState("anthropic/messages", "{\"cache_control\":{\"type\":\"ephemeral\"}}"))))
                .add(Message.assistant("Noted."))
                .user("When is high water?")
                .tools(List.of(
                        Tool.of("tides", "Tells the tides", "{\"type\":\"object\"}"),
                        Tool.of("berths", "Tells free berths", "{\"type\":\"object\"}")))
                .build();
        try (VertexConnection connection = Connections.to(simulator.baseUrl())) {
            ChatModel model = connection.chatModel(ModelSettings.builder("a", "claude-opus-4-6")
                    .own(new OwnSettings(Map.of("cache-points", "tools,system,messages", "cache-ttl", "1h")))
                    .build());
            assertThat(answer(model, request, streamed).text()).isEqualTo("When is high water?");
        }
        JsonNode body = WireJson.tree(sent().body());
        String mark = "{\"type\":\"ephemeral\",\"ttl\":\"1h\"}";
        assertThat(body.at("/tools/0").has("cache_control")).isFalse();
        assertThat(body.at("/tools/1/cache_control")).hasToString(mark);
        assertThat(body.at("/system/0/cache_control")).hasToString(mark);
        assertThat(body.at("/messages/0/content/0/cache_control")).hasToString("{\"type\":\"ephemeral\"}");
        assertThat(body.at("/messages/2/content/0/cache_control")).hasToString(mark);
    }
}
