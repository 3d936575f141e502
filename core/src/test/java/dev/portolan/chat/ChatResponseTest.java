package dev.portolan.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChatResponseTest {

    private static final ToolCall CALL = new ToolCall("call_1", "f", "{}");

    private static ChatResponse full() {
        return ChatResponse.builder()
                .message(new AssistantMessage(List.of(
                        new ReasoningPart("hm"),
                        new TextPart("Hel"),
                        new RefusalPart("no"),
                        new TextPart("lo"),
                        CALL,
                        new ToolCall("srv_1", "web_search", "{}", false, true, null))))
                .finishReason(new FinishReason(FinishReason.Kind.TOOL_CALLS, "stop"))
                .usage(Usage.of(1, 2))
                .provider("openai")
                .model("gpt-4o-mini-2024-07-18")
                .responseId("resp_1")
                .requestId("req_1")
                .timings(new Timings(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .rateLimits(new RateLimits(10L, 9L, null, null, null, null))
                .outputMode(OutputMode.NATIVE_STRICT)
                .warnings(List.of(new Warning("left-out", "seed", "not supported")))
                .attempts(List.of(new Attempt(
                        "openai", "gpt-4o-mini", Instant.EPOCH, Duration.ofSeconds(2), "ok", 200, "req_1", null)))
                .logprobs(List.of(new TokenLogprob("Hel", -0.1, List.of())))
                .vendorMetadata(() -> "{\"service_tier\":\"default\"}")
                .build();
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("message", b -> b.message(Message.assistant("other"))),
                change("finishReason", b -> b.finishReason(FinishReason.of(FinishReason.Kind.LENGTH))),
                change("usage", b -> b.usage(Usage.UNKNOWN)),
                change("provider", b -> b.provider("azure")),
                change("model", b -> b.model("gpt-4o")),
                change("responseId", b -> b.responseId(null)),
                change("requestId", b -> b.requestId("req_2")),
                change("rateLimits", b -> b.rateLimits(null)),
                change("outputMode", b -> b.outputMode(OutputMode.TOOL)),
                change("warnings", b -> b.warnings(List.of())),
                change("logprobs", b -> b.logprobs(List.of())),
                change("vendorMetadata", b -> b.vendorMetadata(() -> "{}")));
    }

    private static Arguments change(String name, Consumer<ChatResponse.Builder> change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void everyComponentButTimingsAndTrailCountsForEquality(String name, Consumer<ChatResponse.Builder> change) {
        ChatResponse.Builder builder = full().toBuilder();
        change.accept(builder);
        assertThat(builder.build()).isNotEqualTo(full());
    }

    @Test
    void whatDiffersFromCallToCallDoesNotCount() {
        ChatResponse again = full().toBuilder()
                .timings(new Timings(Duration.ZERO, null))
                .attempts(List.of())
                .build();
        assertThat(again).isEqualTo(full()).hasSameHashCodeAs(full()).isNotEqualTo("response");
    }

    @Test
    void aCopyIsWhole() {
        ChatResponse copy = full().toBuilder().build();
        assertThat(copy).isEqualTo(full());
        assertThat(copy.timings()).isEqualTo(full().timings());
        assertThat(copy.attempts()).isEqualTo(full().attempts());
    }

    @Test
    void textLeavesOutReasoningAndRefusal() {
        assertThat(full().text()).isEqualTo("Hello");
    }

    @Test
    void callsThatTheProviderRanItselfAreNotForTheApplication() {
        assertThat(full().toolCalls()).containsExactly(CALL);
    }

    @Test
    void metadataIsMadeWhenAskedFor() {
        AtomicInteger asked = new AtomicInteger();
        ChatResponse response = full().toBuilder()
                .vendorMetadata(() -> "{\"n\":" + asked.incrementAndGet() + "}")
                .build();
        assertThat(asked).hasValue(0);
        assertThat(response.vendorMetadata()).isEqualTo("{\"n\":1}");
    }

    @Test
    void whoAnsweredWhatMustBeSet() {
        assertThatThrownBy(() -> ChatResponse.builder().provider("p").model("m").build())
                .isInstanceOf(NullPointerException.class)
                .hasMessage("message");
        ChatResponse.Builder builder = ChatResponse.builder().message(Message.assistant("a"));
        assertThatThrownBy(builder::build).hasMessage("provider");
        assertThatThrownBy(builder.provider("p")::build).hasMessage("model");
    }

    @Test
    void theRestHasDefaults() {
        ChatResponse response = ChatResponse.builder()
                .message(new AssistantMessage(List.of()))
                .provider("p")
                .model("m")
                .build();
        assertThat(response.finishReason()).isEqualTo(FinishReason.of(FinishReason.Kind.OTHER));
        assertThat(response.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(response.vendorMetadata()).isEqualTo("{}");
        assertThat(response.text()).isEmpty();
        assertThat(response.toolCalls()).isEmpty();
        assertThat(response.requestId()).isNull();
        assertThat(response.responseId()).isNull();
        assertThat(response.rateLimits()).isNull();
        assertThat(response.outputMode()).isNull();
    }

    @Test
    void messagesGiveTheirTextAndResults() {
        ToolMessage results = Message.toolResults(ToolResult.of(CALL, "1"), ToolResult.error(CALL, "2"));
        assertThat(results.results()).extracting(ToolResult::text).containsExactly("1", "2");
        assertThat(Message.system("s").text()).isEqualTo("s");
        assertThat(Message.user(new TextPart("a"), new TextPart("b"), new TextPart("c"))
                        .text())
                .isEqualTo("abc");
        assertThat(new UserMessage(List.of()).text()).isEmpty();
        assertThatThrownBy(() -> Message.user("a").parts().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
