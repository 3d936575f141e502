package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.TokenCounter;
import dev.portolan.chat.Tool;
import dev.portolan.chat.Warning;
import dev.portolan.embedding.EmbeddingInput;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.ContentFiltered;
import dev.portolan.error.ErrorKind;
import dev.portolan.recorded.OwnSettings;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.WireJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of Bedrock's own is sent and read, through the SDK and against a server. */
@Timeout(60)
class WireTest {

    private static final String NOVA = "amazon.nova-lite-v1:0";

    private final BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());

    @AfterEach
    void close() {
        simulator.close();
    }

    private BedrockConnection connection(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("region", "us-east-1");
        all.put("api-key", "k");
        all.put("endpoint", simulator.baseUrl().toString());
        return BedrockConnection.builder().settings(new OwnSettings(all)).build();
    }

    private ReceivedRequest sent() {
        List<ReceivedRequest> all = simulator.requests();
        return all.get(all.size() - 1);
    }

    private JsonNode body() {
        return WireJson.tree(sent().body());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGuardrailIsNamedAndWhatItStoppedSaysWhy(boolean streamed) {
        simulator.respond(prompt -> Reply.text("I cannot help.").withFinish(FinishReason.Kind.CONTENT_FILTER));
        try (BedrockConnection connection = connection(Map.of(
                "guardrail", "gr1example",
                "guardrail-version", "2",
                "guardrail-trace", "enabled",
                "guardrail-stream", "sync"))) {
            ChatModel model =
                    connection.chatModel(ModelSettings.builder("a", NOVA).build());
            ChatResponse response = whole(model, ChatRequest.of("How?"), streamed);

            assertThat(body().path("guardrailConfig"))
                    .isEqualTo(WireJson.tree(
                            "{\"guardrailIdentifier\":\"gr1example\",\"guardrailVersion\":\"2\",\"trace\":\"enabled\""
                                    + (streamed ? ",\"streamProcessingMode\":\"sync\"" : "") + "}"));
            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.CONTENT_FILTER);
            assertThat(response.finishReason().raw()).isEqualTo("guardrail_intervened");
            assertThat(response.text()).isEqualTo("I cannot help.");
            assertThat(response.vendorMetadata()).contains("MISCONDUCT");
        }
    }

    @ParameterizedTest
    @CsvSource({"converse, false", "converse, true", "invoke, false", "invoke, true"})
    void aPromptThatAGuardrailBlockedIsAnErrorWithItsAssessment(String api, boolean streamed) {
        simulator.inject(Faults.always(Fault.error(ErrorKind.CONTENT_FILTERED)));
        try (BedrockConnection connection = connection(Map.of("guardrail", "gr1example", "api", api))) {
            ChatModel model =
                    connection.chatModel(ModelSettings.builder("a", NOVA).build());

            ContentFiltered thrown =
                    catchThrowableOfType(ContentFiltered.class, () -> whole(model, ChatRequest.of("How?"), streamed));
            assertThat(thrown).isNotNull();
            assertThat(thrown.requestId()).isNotEmpty();
            assertThat(thrown.provider()).isEqualTo("bedrock");
            assertThat(thrown.model()).isEqualTo(NOVA);
            assertThat(thrown.details().vendorMetadata()).contains("BLOCKED").contains("forbidden");
            assertThat(thrown.details().vendorMessage()).isEqualTo("This prompt is blocked by a guardrail.");
        }
    }

    private static ChatResponse whole(ChatModel model, ChatRequest request, boolean streamed) {
        if (!streamed) {
            return model.chat(request);
        }
        try (ChatStream stream = model.stream(request)) {
            return stream.response();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"us.meta.llama4-scout-17b-instruct-v1:0", "mistral.mistral-large-2407-v1:0"})
    void aStreamWithToolsThatTheModelRefusesComesWhole(String id) {
        simulator.respond(prompt -> Reply.text("Let me see.").withToolCall("ping", "{\"host\":\"a\"}"));
        ChatRequest request = ChatRequest.of("Ping a").toBuilder()
                .tools(List.of(Tool.of("ping", "Pings", "{\"type\":\"object\",\"properties\":{}}")))
                .build();
        try (BedrockConnection connection = connection(Map.of())) {
            ChatModel model =
                    connection.chatModel(ModelSettings.builder("a", id).build());
            ChatResponse response = whole(model, request, true);

            assertThat(sent().path()).endsWith("/converse");
            assertThat(response.text()).isEqualTo("Let me see.");
            assertThat(response.toolCalls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.arguments()).isEqualTo("{\"host\":\"a\"}"));
            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
            assertThat(response.usage().inputTokens()).isPositive();
            assertThat(response.requestId()).isNotEmpty();
            assertThat(response.warnings()).extracting(Warning::field).containsExactly("stream");

            whole(model, ChatRequest.of("Hi"), true);
            assertThat(sent().path()).endsWith("/converse-stream");
        }
    }

    @Test
    void tokensAreCountedByTheService() {
        try (BedrockConnection connection = connection(Map.of())) {
            ChatModel model =
                    connection.chatModel(ModelSettings.builder("a", "anthropic.claude-sonnet-4-5-20250929-v1:0")
                            .build());
            TokenCounter counter = model.tokenCounter();
            assertThat(counter).isNotNull();
            ChatRequest small = ChatRequest.of("One two three.");
            ChatRequest large = small.toBuilder()
                    .system("Be short.")
                    .tools(List.of(Tool.of("ping", "Pings a machine by its name", "{\"type\":\"object\"}")))
                    .build();
            long few = counter.count(small, CallContext.EMPTY);
            long more = counter.count(large, CallContext.EMPTY);

            assertThat(few).isPositive();
            assertThat(more).isGreaterThan(few);
            assertThat(sent().path()).endsWith("/count-tokens");
            assertThat(body().at("/input/converse/messages/0/content/0/text").asText())
                    .isEqualTo("One two three.");
            assertThat(body().at("/input/converse").has("inferenceConfig")).isFalse();
        }
    }

    @Test
    void tokensOfAProfileAreCountedForTheModelBehindIt() {
        try (BedrockConnection connection = connection(Map.of())) {
            TokenCounter counter = connection
                    .chatModel(ModelSettings.builder(
                                    "a", "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/team1")
                            .baseModel(NOVA)
                            .build())
                    .tokenCounter();
            assertThat(counter).isNotNull();
            assertThat(counter.count(ChatRequest.of("One two three."), CallContext.EMPTY))
                    .isPositive();
            assertThat(sent().path()).contains("nova-lite").endsWith("/count-tokens");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic.claude-sonnet-4-5-20250929-v1:0, false",
        "anthropic.claude-sonnet-4-5-20250929-v1:0, true",
        "amazon.nova-lite-v1:0, false",
        "amazon.nova-lite-v1:0, true"
    })
    void invokeModelSpeaksTheModelSOwnForm(String id, boolean streamed) {
        try (BedrockConnection connection = connection(Map.of("api", "invoke", "guardrail", "gr1example"))) {
            ChatModel model =
                    connection.chatModel(ModelSettings.builder("a", id).build());
            ChatRequest request = ChatRequest.builder()
                    .system("Be short.")
                    .user("Hello there")
                    .maxOutputTokens(64)
                    .build();
            ChatResponse response = whole(model, request, streamed);

            assertThat(response.text()).isEqualTo("Hello there");
            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
            assertThat(response.usage()).isNotNull();
            assertThat(sent().path()).endsWith(streamed ? "/invoke-with-response-stream" : "/invoke");
            assertThat(sent().header("x-amzn-bedrock-guardrailidentifier")).isEqualTo("gr1example");
            assertThat(body().at(id.startsWith("anthropic") ? "/max_tokens" : "/inferenceConfig/maxTokens")
                            .asInt())
                    .isEqualTo(64);
        }
    }

    @Test
    void titanTakesOneTextAndTellsThatItKnowsNoKindsOfInput() {
        EmbeddingResponse response = embed("amazon.titan-embed-text-v2:0", 256);

        assertThat(simulator.requests())
                .extracting(ReceivedRequest::body)
                .containsExactly(
                        "{\"inputText\":\"one\",\"dimensions\":256}", "{\"inputText\":\"two\",\"dimensions\":256}");
        assertThat(response.vectors())
                .hasSize(2)
                .allSatisfy(vector -> assertThat(vector).hasSize(256));
        assertThat(response.warnings()).extracting(Warning::field).containsExactly("input");
        assertThat(response.usage().inputTokens()).isPositive();
    }

    @Test
    void novaIsToldWhatTheTextIsFor() {
        EmbeddingResponse response = embed("amazon.nova-2-multimodal-embeddings-v1:0", 384);

        assertThat(WireJson.tree(simulator.requests().get(0).body()))
                .isEqualTo(
                        WireJson.tree(
                                "{\"taskType\":\"SINGLE_EMBEDDING\",\"singleEmbeddingParams\":{\"embeddingPurpose\":\"GENERIC_RETRIEVAL\","
                                        + "\"embeddingDimension\":384,\"text\":{\"truncationMode\":\"NONE\",\"value\":\"one\"}}}"));
        assertThat(response.vectors())
                .hasSize(2)
                .allSatisfy(vector -> assertThat(vector).hasSize(384));
        assertThat(response.warnings()).isEmpty();
    }

    private EmbeddingResponse embed(String model, int dimensions) {
        try (BedrockConnection connection = connection(Map.of())) {
            return connection
                    .embeddingModel(ModelSettings.builder("e", model).build())
                    .embed(new EmbeddingRequest(List.of("one", "two"), dimensions, EmbeddingInput.QUERY, Map.of()));
        }
    }
}
