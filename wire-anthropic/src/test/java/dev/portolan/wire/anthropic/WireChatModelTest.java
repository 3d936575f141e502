package dev.portolan.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.Message;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.VendorOptions;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WireChatModelTest {

    private static final String ANSWER =
            "{\"id\":\"msg_1\",\"model\":\"claude-x\",\"content\":[{\"type\":\"text\",\"text\":\"Hi.\"}],\"stop_reason\":\"end_turn\"}";

    private final Endpoint endpoint = new Endpoint();

    @Test
    void anAnswerTellsItsIdsAndLimits() {
        ChatResponse response = model("claude-sonnet-4-6", null).chat(ChatRequest.of("Hello."));
        assertThat(response.text()).isEqualTo("Hi.");
        assertThat(response.requestId()).isEqualTo("req_1");
        assertThat(response.rateLimits()).isNotNull();
        assertThat(endpoint.sent).contains("\"model\":\"deployed\"", "\"max_tokens\":128000");
    }

    @Test
    void aStreamIsReadAndAWholeAnswerInItsPlaceToo() {
        endpoint.answer = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\"}}\n\n"
                + "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi.\"}}\n\n"
                + "data: {\"type\":\"message_stop\"}\n\n";
        try (ChatStream stream = model("claude-sonnet-4-6", null).stream(ChatRequest.of("Hello."))) {
            assertThat(stream.response().text()).isEqualTo("Hi.");
        }
        assertThat(endpoint.sent).contains("\"stream\":true");
        endpoint.answer = ANSWER;
        try (ChatStream stream = model("claude-sonnet-4-6", null).stream(ChatRequest.of("Hello."))) {
            assertThat(stream.response().text()).isEqualTo("Hi.");
        }
    }

    @Test
    void betasTravelInAHeader() {
        model("claude-sonnet-4-6", "{\"anthropic_beta\":[\"a-1\",\"b-2\"]}").chat(ChatRequest.of("Hello."));
        assertThat(endpoint.headers).containsEntry("anthropic-beta", "a-1,b-2");
        assertThat(endpoint.sent).doesNotContain("beta");
        model("claude-sonnet-4-6", "{\"anthropic_beta\":\"c-3\"}").chat(ChatRequest.of("Hello."));
        assertThat(endpoint.headers).containsEntry("anthropic-beta", "c-3");
        model("claude-sonnet-4-6", "{\"metadata\":{}}").chat(ChatRequest.of("Hello."));
        assertThat(endpoint.headers).isEmpty();
    }

    @Test
    void whatDoesNotGoWithThinkingIsTold() {
        ChatRequest request = ChatRequest.of("Think.").toBuilder()
                .reasoningEffort(ReasoningEffort.XHIGH)
                .temperature(0.5)
                .topP(0.5)
                .topK(3)
                .build();
        assertThat(model("claude-opus-4-6", null).check(request))
                .extracting(Gap::field)
                .containsExactlyInAnyOrder("reasoningEffort", "temperature", "topP", "topK");
        assertThat(model("claude-sonnet-4-5", null).check(request))
                .extracting(Gap::field)
                .containsExactlyInAnyOrder("temperature", "topP", "topK");
        ChatResponse response = model("claude-opus-4-6", null).chat(request);
        assertThat(response.warnings()).extracting(Warning::field).contains("temperature", "reasoningEffort");
        assertThat(endpoint.sent).contains("\"effort\":\"").doesNotContain("xhigh", "temperature", "top_k");
    }

    @Test
    void someModelsTakeTemperatureOrTopP() {
        ChatRequest request =
                ChatRequest.of("Go.").toBuilder().temperature(0.5).topP(0.5).build();
        assertThat(model("claude-sonnet-4-5", null).check(request))
                .extracting(Gap::field)
                .containsExactly("topP");
        assertThat(model("claude-sonnet-4-0", null).check(request)).isEmpty();
    }

    /** The service refuses a turn of tools that does not begin with the thoughts that led to it. */
    @Test
    void T22_aTurnOfToolsThatAnotherModelBeganGoesOnWithoutThinking() {
        ToolCall call = new ToolCall("call_1", "look", "{}");
        ChatRequest.Builder request = ChatRequest.builder()
                .add(Message.user("Look."))
                .tools(List.of(Tool.of("look", "", "{\"type\":\"object\"}")))
                .reasoningEffort(ReasoningEffort.LOW);
        ChatRequest foreign = request.build().toBuilder()
                .add(new AssistantMessage(List.of(new ReasoningPart("Mine."), call)))
                .add(Message.toolResults(ToolResult.of(call, "seen")))
                .build();
        ReasoningPart signed = new ReasoningPart(
                "Hm.",
                new VendorState(
                        "anthropic/messages", "{\"type\":\"thinking\",\"thinking\":\"Hm.\",\"signature\":\"s\"}"));
        ChatRequest own = request.build().toBuilder()
                .add(new AssistantMessage(List.of(signed, call)))
                .add(Message.toolResults(ToolResult.of(call, "seen")))
                .build();
        assertThat(model("claude-sonnet-4-5", null).check(foreign))
                .extracting(Gap::field)
                .containsExactly("reasoningEffort");
        assertThat(model("claude-sonnet-4-5", null).check(own)).isEmpty();
        assertThat(model("claude-opus-4-6", null).check(foreign)).isEmpty();

        model("claude-sonnet-4-5", null).chat(own);
        assertThat(endpoint.sent).contains("\"budget_tokens\"", "\"signature\":\"s\"");
        ChatResponse asleep = model("claude-sonnet-4-5", null)
                .chat(own.toBuilder().reasoningEffort(null).build());
        assertThat(endpoint.sent).doesNotContain("signature");
        assertThat(asleep.warnings()).extracting(Warning::field).containsExactly("messages[1]");
    }

    @Test
    void aBudgetNeedsRoomAndNoForcedTool() {
        ChatRequest small = ChatRequest.of("Think.").toBuilder()
                .reasoningEffort(ReasoningEffort.LOW)
                .maxOutputTokens(1024)
                .build();
        assertThat(model("claude-sonnet-4-5", null).check(small))
                .extracting(Gap::field)
                .containsExactly("reasoningEffort");
        ChatRequest forced = ChatRequest.builder()
                .add(Message.user("Go."))
                .tools(List.of(Tool.of("now", "", "{\"type\":\"object\"}")))
                .toolChoice(ToolChoice.REQUIRED)
                .reasoningEffort(ReasoningEffort.LOW)
                .build();
        assertThat(model("claude-sonnet-4-5", null).check(forced))
                .extracting(Gap::field)
                .containsExactly("reasoningEffort");
        assertThat(model("claude-opus-4-6", null).check(forced)).isEmpty();
    }

    @Test
    void anErrorInTheAnswerNamesTheModel() {
        endpoint.answer = "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"x\"}}";
        assertThatThrownBy(() -> model("claude-opus-4-6", null).chat(ChatRequest.of("Hello.")))
                .isInstanceOfSatisfying(LlmException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
                    assertThat(e.requestId()).isEqualTo("req_1");
                });
    }

    private WireChatModel model(String model, @Nullable String options) {
        return new WireChatModel(
                endpoint,
                WireProfile.direct("anthropic"),
                Families.profile(model),
                CacheMarks.NONE,
                ModelSettings.builder("assistant", model).build(),
                new VendorOptions("anthropic", options, null));
    }

    /** Answers what it is told to, and remembers what was sent. */
    private static final class Endpoint implements WireEndpoint {
        private String answer = ANSWER;
        private String sent = "";
        private Map<String, String> headers = Map.of();

        @Override
        public String model() {
            return "deployed";
        }

        @Override
        public WireAnswer post(byte[] body, boolean stream, CallContext context, CallGuard guard) {
            sent = new String(body, StandardCharsets.UTF_8);
            headers = context.traceHeaders();
            return new Answer(answer.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class Answer implements WireAnswer {
        private final byte[] body;
        private boolean read;

        Answer(byte[] body) {
            this.body = body;
        }

        @Override
        public @Nullable String header(String name) {
            return switch (name) {
                case "request-id" -> "req_1";
                case "anthropic-ratelimit-requests-remaining" -> "7";
                default -> null;
            };
        }

        @Override
        public byte[] bytes() {
            return body;
        }

        @Override
        public boolean read(Sink sink) {
            if (!read) {
                read = true;
                sink.take(body, 0, body.length);
                return true;
            }
            return false;
        }

        @Override
        public void close() {}
    }
}
