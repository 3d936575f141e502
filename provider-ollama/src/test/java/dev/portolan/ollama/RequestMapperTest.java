package dev.portolan.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import dev.portolan.error.UnsupportedFeature;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.WireJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestMapperTest {

    private static final RequestMapper PLAIN = new RequestMapper(CallOptions.NONE, Map.of());
    private static final Media PIXEL = Media.of(new byte[] {1, 2, 3}, "image/png");
    private static final VendorState FOREIGN = new VendorState("another", "{\"id\":1}");
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}";

    private static JsonNode body(EncodedRequest encoded) {
        return WireJson.tree(new String(encoded.body(), StandardCharsets.UTF_8));
    }

    private static JsonNode body(ChatRequest request) {
        return body(PLAIN.encode(request, "m", false, false));
    }

    private static List<String> warnings(ChatRequest request) {
        return PLAIN.encode(request, "m", false, false).warnings().stream()
                .map(Warning::code)
                .toList();
    }

    private static ChatRequest after(AssistantMessage message) {
        return ChatRequest.builder().user("One?").add(message).user("Two?").build();
    }

    @Test
    void aPlainQuestionIsShort() {
        assertThat(body(ChatRequest.of("Hello")))
                .hasToString(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"stream\":false,"
                                + "\"options\":{}}");
    }

    @Test
    void samplingGoesAmongTheOptionsWithOptionsByName() {
        CallOptions options = new CallOptions(
                "-1", 8_192, "low", true, Map.of("min_p", WireJson.tree("0.05"), "mirostat", WireJson.tree("2")));
        JsonNode body = body(new RequestMapper(options, Map.of())
                .encode(
                        ChatRequest.of("Hello").toBuilder()
                                .temperature(0.5)
                                .topP(0.9)
                                .topK(40)
                                .maxOutputTokens(100)
                                .seed(7L)
                                .frequencyPenalty(0.1)
                                .presencePenalty(0.2)
                                .stop(List.of("END"))
                                .logprobs(3)
                                .build(),
                        "m",
                        true,
                        true));
        assertThat(body.path("options"))
                .isEqualTo(WireJson.tree("{\"num_ctx\":8192,\"temperature\":0.5,\"top_p\":0.9,\"top_k\":40,"
                        + "\"num_predict\":100,\"seed\":7,\"frequency_penalty\":0.1,\"presence_penalty\":0.2,"
                        + "\"stop\":[\"END\"],\"min_p\":0.05,\"mirostat\":2}"));
        assertThat(body.path("keep_alive").asText()).isEqualTo("-1s");
        assertThat(body.path("think").asText()).isEqualTo("low");
        assertThat(body.path("truncate").asBoolean()).isTrue();
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.path("top_logprobs").asInt()).isEqualTo(3);
    }

    @Test
    void vendorOptionsAreMergedOverAll() {
        ChatRequest request = ChatRequest.of("Hello").toBuilder()
                .temperature(0.5)
                .vendorOptions("ollama", "{\"options\":{\"num_gpu\":1},\"raw_option\":true}")
                .build();
        assertThat(body(request).path("options")).hasToString("{\"temperature\":0.5,\"num_gpu\":1}");
        assertThat(body(request).path("raw_option").asBoolean()).isTrue();
    }

    @Test
    void aLongPromptIsRefusedWhereNothingMayBeLost() {
        assertThat(body(ChatRequest.of("Hello")).has("truncate")).isFalse();
        assertThat(body(PLAIN.encode(ChatRequest.of("Hello"), "m", false, true))
                        .path("truncate")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void effortIsASwitchOrALevel() {
        RequestMapper levels = new RequestMapper(CallOptions.NONE, Map.of("think", "levels"));
        ChatRequest.Builder request = ChatRequest.of("Hello").toBuilder();
        assertThat(body(request.reasoningEffort(ReasoningEffort.HIGH).build()).path("think"))
                .hasToString("true");
        assertThat(body(request.reasoningEffort(ReasoningEffort.NONE).build()).path("think"))
                .hasToString("false");
        assertThat(body(levels.encode(
                                request.reasoningEffort(ReasoningEffort.HIGH).build(), "m", false, false))
                        .path("think"))
                .hasToString("\"high\"");
    }

    @Test
    void theSchemaOfAnAnswerIsEnforcedAndShownToTheModel() {
        // OL1: the grammar cuts what does not fit, but the model does not see it.
        OutputFormat format = new OutputFormat.Schema("n", JsonSchema.of(SCHEMA), "a count", null);
        JsonNode alone =
                body(ChatRequest.of("Count.").toBuilder().outputFormat(format).build());
        assertThat(alone.path("format")).isEqualTo(WireJson.tree(SCHEMA));
        assertThat(alone.path("messages").get(0).path("role").asText()).isEqualTo("system");
        assertThat(alone.path("messages").get(0).path("content").asText())
                .endsWith(SCHEMA)
                .contains("a count");

        JsonNode beside = body(ChatRequest.builder()
                .system("Be brief.")
                .user("Count.")
                .outputFormat(format)
                .build());
        assertThat(beside.path("messages")).hasSize(2);
        assertThat(beside.path("messages").get(0).path("content").asText())
                .startsWith("Be brief.\n\n")
                .endsWith(SCHEMA);
    }

    @Test
    void aSchemaThatTheApplicationShowsIsNotShownTwice() {
        ChatRequest request = ChatRequest.of("Count as " + SCHEMA).toBuilder()
                .outputFormat(OutputFormat.schema("n", JsonSchema.of(SCHEMA)))
                .build();
        assertThat(body(request).path("messages")).hasSize(1);
    }

    @Test
    void jsonWithoutASchemaIsAWord() {
        assertThat(body(ChatRequest.of("Count.").toBuilder()
                                .outputFormat(OutputFormat.JSON)
                                .build())
                        .path("format"))
                .hasToString("\"json\"");
    }

    @Test
    void T11_noToolIsOfferedWhenNoneMayBeCalled() {
        ChatRequest.Builder request = ChatRequest.of("Hello").toBuilder()
                .tools(List.of(Tool.of("now", "", "{\"type\":\"object\",\"properties\":{}}")));
        assertThat(body(request.build()).path("tools"))
                .hasToString(
                        "[{\"type\":\"function\",\"function\":{\"name\":\"now\",\"parameters\":{\"type\":\"object\","
                                + "\"properties\":{}}}}]");
        assertThat(body(request.toolChoice(ToolChoice.NONE).build()).has("tools"))
                .isFalse();
    }

    @Test
    void textsAreJoinedAndImagesStandBeside() {
        ChatRequest request = ChatRequest.builder()
                .add(Message.user(
                        new TextPart("A page."),
                        new ImagePart(PIXEL),
                        new TextPart("What is it? "),
                        new TextPart("Say.")))
                .build();
        assertThat(body(request).path("messages").get(0))
                .hasToString("{\"role\":\"user\",\"content\":\"A page.\\nWhat is it? Say.\",\"images\":[\"AQID\"]}");
        assertThat(warnings(request)).isEmpty();
    }

    @Test
    void imagesBetweenTextsAreTold() {
        assertThat(warnings(ChatRequest.builder()
                        .add(Message.user(
                                new ImagePart(PIXEL),
                                new TextPart("before"),
                                new ImagePart(PIXEL),
                                new TextPart("after")))
                        .build()))
                .containsExactly("rewritten");
    }

    @Test
    void T22_thoughtsGoBackToOllamaAndToNobodyElsesModel() {
        AssistantMessage message = new AssistantMessage(List.of(
                new ReasoningPart("Mine.", Origin.THINKING),
                new ReasoningPart("Theirs.", FOREIGN),
                new ReasoningPart("Nobody's."),
                new TextPart("Yes.")));
        assertThat(body(after(message)).path("messages").get(1))
                .hasToString("{\"role\":\"assistant\",\"content\":\"Yes.\",\"thinking\":\"Mine.\"}");
        assertThat(warnings(after(message))).containsExactly("left-out", "left-out");
    }

    @Test
    void T5_callsAreObjectsAndResultsNameTheirTool() {
        ToolCall call = new ToolCall("c1", "weather", "{\"city\":\"Oslo\"}");
        ToolCall broken = new ToolCall("c2", "now", "{\"tz");
        ChatRequest request = ChatRequest.builder()
                .user("Weather?")
                .add(new AssistantMessage(List.of(call, broken)))
                .add(Message.toolResults(ToolResult.of(call, "Rain."), ToolResult.error(broken, "no such zone")))
                .build();
        JsonNode messages = body(request).path("messages");
        assertThat(messages.get(1).path("tool_calls"))
                .isEqualTo(
                        WireJson.tree(
                                "[{\"id\":\"c1\",\"function\":{\"name\":\"weather\",\"arguments\":{\"city\":\"Oslo\"}}},"
                                        + "{\"id\":\"c2\",\"function\":{\"name\":\"now\",\"arguments\":{\"invalid_arguments\":\"{\\\"tz\"}}}]"));
        assertThat(messages.get(2))
                .hasToString(
                        "{\"role\":\"tool\",\"content\":\"Rain.\",\"tool_name\":\"weather\",\"tool_call_id\":\"c1\"}");
        assertThat(messages.get(3).path("content").asText()).isEqualTo("Error: no such zone");
        assertThat(warnings(request)).containsExactly("rewritten");
    }

    @Test
    void T20_imagesOfAResultFollowInAUserMessage() {
        ToolCall call = new ToolCall("c1", "photo", "{}");
        ChatRequest request = ChatRequest.builder()
                .user("Look.")
                .add(new AssistantMessage(List.of(call)))
                .add(new ToolMessage(
                        List.of(new ToolResult("c1", "photo", List.of(new ImagePart(PIXEL)), false, null))))
                .build();
        JsonNode messages = body(request).path("messages");
        assertThat(messages.get(2).path("content").asText()).contains("next message");
        assertThat(messages.get(3))
                .hasToString("{\"role\":\"user\",\"content\":\"Output of tool photo:\",\"images\":[\"AQID\"]}");
        assertThat(warnings(request)).containsExactly("rewritten");
    }

    @Test
    void T24_whatAProviderRanItselfAndWhatOnlyOthersKnowIsLeftOutAndTold() {
        ToolCall ran = new ToolCall("s1", "search", "{}", false, true, FOREIGN);
        ChatRequest request = ChatRequest.builder()
                .add(new UserMessage(List.of(new TextPart("Hi", FOREIGN), new OtherPart("x", FOREIGN)), null))
                .add(new AssistantMessage(
                        List.of(
                                ran,
                                new OtherPart("y", FOREIGN),
                                new CitationPart("https://a.example", null, null, null, null)),
                        FOREIGN))
                .add(new ToolMessage(
                        List.of(new ToolResult("s1", "search", List.of(), false, null), new OtherPart("z", FOREIGN))))
                .user("So?")
                .build();
        assertThat(body(request).path("messages")).hasSize(2);
        assertThat(warnings(request)).hasSize(8).containsOnly("left-out");
    }

    @Test
    void imagesOfAnEarlierAnswerGoBack() {
        assertThat(body(after(new AssistantMessage(List.of(new ImagePart(PIXEL)))))
                        .path("messages")
                        .get(1)
                        .path("images"))
                .hasToString("[\"AQID\"]");
    }

    @Test
    void whatCannotBeSaidIsRefused() {
        for (ChatRequest request : List.of(
                ChatRequest.builder()
                        .add(Message.user(new ImagePart(Media.of(URI.create("https://a.example/b.png")))))
                        .build(),
                ChatRequest.builder()
                        .add(Message.user(new AudioPart(Media.of(new byte[] {1}, "audio/wav"))))
                        .build(),
                after(new AssistantMessage(List.of(new AudioPart(Media.of(new byte[] {1}, "audio/wav"))))))) {
            assertThatThrownBy(() -> body(request)).isInstanceOf(UnsupportedFeature.class);
        }
    }

    @Test
    void aTimeInMemoryIsCheckedWhenItIsSet() {
        for (String good : List.of("5m", "1h30m", "0", "-1", "300", "1.5h")) {
            assertThat(new CallOptions(good, null, null, null, Map.of()).keepAlive())
                    .isEqualTo(good);
        }
        for (String bad : List.of("", "soon", "5 m", "m", "5d")) {
            assertThatThrownBy(() -> new CallOptions(bad, null, null, null, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("model-keep-alive");
        }
        assertThatThrownBy(() -> new CallOptions(null, 0, null, null, Map.of())).hasMessageContaining("num-ctx");
    }
}
