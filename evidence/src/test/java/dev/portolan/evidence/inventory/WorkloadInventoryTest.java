package dev.portolan.evidence.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Timings;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.recording.Recording;
import dev.portolan.schema.JsonSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadInventoryTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private static final Price PRICE =
            new Price(Currency.getInstance("USD"), new BigDecimal("1000"), new BigDecimal("2000"), null, null);

    private static final ChatRequest SIMPLE = ChatRequest.builder()
            .system("secret system")
            .user("secret prompt")
            .temperature(0.2)
            .build();

    private static ChatResponse.Builder response(String model, long input) {
        return ChatResponse.builder()
                .provider("openai")
                .model(model)
                .finishReason(FinishReason.of(FinishReason.Kind.STOP))
                .usage(Usage.of(input, 10))
                .timings(new Timings(Duration.ofMillis(input), null))
                .message(new AssistantMessage(List.of(new TextPart("secret answer"))));
    }

    private static Attempt attempt(String outcome) {
        return new Attempt("openai", "mini", START, Duration.ZERO, outcome, null, null, null);
    }

    private static List<Recording> calls() {
        List<Recording> calls = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            calls.add(Recording.builder(SIMPLE)
                    .startedAt(START.plusSeconds(i))
                    .name("assistant")
                    .answered(response("mini", 100L * i).build())
                    .build());
        }
        ChatRequest rich = ChatRequest.builder()
                .system("another")
                .add(Message.user(new TextPart("See"), new ImagePart(Media.of(new byte[] {1}, "image/png"))))
                .tools(List.of(Tool.of("find", "finds", "{\"type\":\"object\"}")))
                .outputFormat(OutputFormat.schema("answer", JsonSchema.EMPTY_OBJECT))
                .build();
        calls.add(Recording.builder(rich)
                .startedAt(START)
                .context(CallContext.builder().feature("triage").build())
                .answered(response("unpriced", 5000)
                        .finishReason(FinishReason.of(FinishReason.Kind.CONTENT_FILTER))
                        .attempts(List.of(attempt(ErrorKind.RATE_LIMITED.id()), attempt(Attempt.OK)))
                        .message(new AssistantMessage(List.of(new ToolCall("1", "find", "{}"))))
                        .build())
                .build());
        calls.add(Recording.builder(SIMPLE)
                .startedAt(START.plusSeconds(99))
                .failed(ErrorDetails.builder("late").toException(ErrorKind.RATE_LIMITED))
                .build());
        calls.add(Recording.builder(SIMPLE)
                .startedAt(START.plusSeconds(50))
                .streamed(List.of(), null)
                .build());
        calls.add(Recording.builder(SIMPLE)
                .startedAt(START.plusSeconds(51))
                .failed(ErrorDetails.builder("no").toException(ErrorKind.CONTENT_FILTERED))
                .build());
        return calls;
    }

    private static WorkloadInventory inventory() {
        return WorkloadInventory.of(calls(), (provider, model) -> model.equals("mini") ? PRICE : null);
    }

    @Test
    void trafficIsCounted() throws IOException {
        JsonNode json = WorkloadInventory.MAPPER.readTree(inventory().toJson());
        assertThat(json.path("calls").intValue()).isEqualTo(24);
        assertThat(json.path("from").textValue()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(json.path("to").textValue()).isEqualTo("2026-03-01T10:01:39Z");
        assertThat(json.at("/shapes/chat").intValue()).isEqualTo(23);
        assertThat(json.at("/shapes/stream").intValue()).isEqualTo(1);
        assertThat(json.path("models").path("openai/mini").intValue()).isEqualTo(20);
        assertThat(json.at("/names/assistant").intValue()).isEqualTo(20);
        assertThat(json.at("/features/triage").intValue()).isEqualTo(1);
        assertThat(json.at("/settings/temperature/0.2").intValue()).isEqualTo(23);
        assertThat(json.path("settings").path("temperature").path("(not set)").intValue())
                .isEqualTo(1);
        assertThat(json.path("settings").has("topK")).isFalse();
        assertThat(json.at("/settings/outputFormat/schema").intValue()).isEqualTo(1);
        assertThat(json.path("prompts")).hasSize(2);
        assertThat(json.at("/prompts/0/calls").intValue()).isEqualTo(23);
        assertThat(json.at("/prompts/0/characters").intValue()).isEqualTo("secret system".length());
        assertThat(json.path("toolsOffered").fieldNames().next()).startsWith("find ");
        assertThat(json.at("/toolsCalled/find").intValue()).isEqualTo(1);
        assertThat(json.path("schemas").fieldNames().next()).startsWith("answer ");
        assertThat(json.at("/modalities/image").intValue()).isEqualTo(1);
        assertThat(json.at("/modalities/text").intValue()).isEqualTo(24);
    }

    @Test
    void whatCallsTakeAndHowTheyFailIsCountedToo() throws IOException {
        JsonNode json = WorkloadInventory.MAPPER.readTree(inventory().toJson());
        assertThat(json.at("/inputTokens/known").intValue()).isEqualTo(21);
        assertThat(json.at("/inputTokens/min").doubleValue()).isEqualTo(100);
        assertThat(json.at("/inputTokens/p50").doubleValue()).isEqualTo(1100);
        assertThat(json.at("/inputTokens/p95").doubleValue()).isEqualTo(2000);
        assertThat(json.at("/inputTokens/max").doubleValue()).isEqualTo(5000);
        // 21,000 of the twenty small ones and 5,000
        assertThat(json.at("/inputTokens/mean").doubleValue()).isEqualTo(26_000 / 21.0);
        assertThat(json.at("/latency/p50").doubleValue()).isEqualTo(1.1);
        assertThat(json.at("/firstToken/known").intValue()).isZero();
        assertThat(json.at("/firstToken/p50").isMissingNode()).isTrue();
        // 21,000 tokens in at 1,000 and 200 out at 2,000 for a million
        assertThat(json.at("/cost/USD").decimalValue()).isEqualByComparingTo("21.4");
        assertThat(json.at("/cost/known").intValue()).isEqualTo(20);
        assertThat(json.at("/cost/answers").intValue()).isEqualTo(21);
        assertThat(json.at("/finishReasons/STOP").intValue()).isEqualTo(20);
        assertThat(json.path("errors").path(ErrorKind.RATE_LIMITED.id()).intValue())
                .isEqualTo(1);
        assertThat(json.path("abandoned").intValue()).isEqualTo(1);
        assertThat(json.path("retried").intValue()).isEqualTo(1);
        assertThat(json.path("rateLimitHits").intValue()).isEqualTo(2);
        assertThat(json.path("filtered").intValue()).isEqualTo(2);
    }

    @Test
    void nothingThatWasSaidStandsInIt() {
        assertThat(inventory().toJson() + inventory().toMarkdown() + inventory())
                .doesNotContain("secret");
        assertThat(inventory().toJson()).isEqualTo(inventory().toJson());
        assertThat(inventory()).hasToString("WorkloadInventory[24 calls, unknown=7]");
    }

    @Test
    void whatTrafficCannotShowStaysUnknownUntilItIsFilledIn() {
        WorkloadInventory open = inventory();
        assertThat(open.unknown()).hasSize(7).anyMatch(topic -> topic.startsWith("retrieval sources"));
        String filled = open.toJson()
                .replaceFirst(
                        "(\"topic\" : \"retrieval[^\"]*\",\\s*)\"status\" : \"UNKNOWN\",\\s*\"owner\" : null",
                        "$1\"status\" : \"KNOWN\", \"owner\" : \"Jo\"")
                .replaceFirst(
                        "\"toFillIn\" : \\[",
                        "\"toFillIn\" : [{\"topic\":\"our own\",\"status\":\"KNOWN\",\"owner\":\"Al\"},");
        WorkloadInventory later = inventory().withAnswersOf(filled);
        assertThat(later.unknown()).hasSize(6).noneMatch(topic -> topic.startsWith("retrieval sources"));
        assertThat(later.toJson()).contains("\"Jo\"", "our own", "\"Al\"");
        assertThat(later.toMarkdown()).contains("| KNOWN | Jo |").contains("| our own | KNOWN | Al |");
        assertThat(open.unknown()).hasSize(7);
    }

    @Test
    void whatIsNoInventoryIsRefused() {
        for (String text : List.of("secret", "[]", "{\"calls\":1}", "{\"calls\":1,\"toFillIn\":[{}]}")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> inventory().withAnswersOf(text))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        }
    }

    @Test
    void markdownIsForPeopleAndNoNameBreaksIt() {
        Recording odd = Recording.builder(ChatRequest.of("a"))
                .name("a|b<script>")
                .answered(response("mini", 1).build())
                .build();
        String markdown =
                WorkloadInventory.of(List.of(odd), (provider, model) -> null).toMarkdown();
        assertThat(markdown)
                .contains("# Workload inventory", "## Input tokens", "| Rate limit hits | 0 |", "a\\|b&lt;script>")
                .doesNotContain("<script>");
        assertThat(markdown.indexOf("To fill in")).isLessThan(markdown.indexOf("## Models"));
    }

    @Test
    void withoutCallsEverythingIsZero() {
        WorkloadInventory none = WorkloadInventory.of(List.of(), (provider, model) -> PRICE);
        assertThat(none.calls()).isZero();
        assertThat(none.toJson()).contains("\"from\" : null");
        assertThat(none.toMarkdown()).contains("0 calls");
    }
}
