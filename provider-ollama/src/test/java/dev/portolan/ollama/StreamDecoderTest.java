package dev.portolan.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDecoderTest {

    private static final String LINES = Wire.thinking("They ask ")
            + Wire.thinking("about 漢字 🧭.")
            + Wire.text("Zo\\u00eb: ")
            + Wire.text("漢字 🧭")
            + Wire.calls(
                    "{\"id\":\"call_a\",\"function\":{\"index\":0,\"name\":\"now\",\"arguments\":{ \"tz\" : 1.50 }}}")
            + Wire.end("stop");

    private static List<ChatEvent> decode(String lines, int slice) {
        return decode(new StreamDecoder(new ErrorMapper(Wire.MODEL)), lines, slice);
    }

    private static List<ChatEvent> decode(StreamDecoder decoder, String lines, int slice) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        List<ChatEvent> events = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += slice) {
            decoder.feed(bytes, at, Math.min(slice, bytes.length - at), events::add);
        }
        if (events.stream().noneMatch(ChatEvent.Completed.class::isInstance)) {
            decoder.end(events::add);
        }
        return events;
    }

    private static ChatResponse response(List<ChatEvent> events) {
        assertThat(events.get(events.size() - 1)).isInstanceOf(ChatEvent.Completed.class);
        return ((ChatEvent.Completed) events.get(events.size() - 1)).response();
    }

    private static LlmException failure(String lines) {
        return catchThrowableOfType(LlmException.class, () -> decode(lines, 7));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
    void bytesMayBeCutAnywhere(int slice) {
        ChatResponse response = response(decode(LINES, slice));
        assertThat(response.message().parts())
                .containsExactly(
                        new ReasoningPart("They ask about 漢字 🧭.", Origin.THINKING),
                        new TextPart("Zoë: 漢字 🧭"),
                        new ToolCall("call_a", "now", "{ \"tz\" : 1.50 }"));
        assertThat(response.usage()).isEqualTo(Usage.of(149, 15));
        assertThat(response.model()).isEqualTo(Wire.MODEL);
        assertThat(response.vendorMetadata())
                .isEqualTo(
                        "{\"total_duration\":1164764583,\"load_duration\":4037291,\"prompt_eval_duration\":565000000,"
                                + "\"eval_duration\":594000000}");
    }

    @Test
    void eventsComeInOrderAndCallsAreWholeOnlyAtTheEnd() {
        assertThat(decode(LINES, 100_000).stream().map(event -> event.getClass().getSimpleName()))
                .containsExactly(
                        "ReasoningDelta",
                        "ReasoningDelta",
                        "TextDelta",
                        "TextDelta",
                        "ToolCallDelta",
                        "ToolCallCompleted",
                        "UsageReported",
                        "Completed");
    }

    @Test
    void anAnswerThatCallsToolsSaysStopAndEndsWithCalls() {
        FinishReason finish = response(decode(LINES, 50)).finishReason();
        assertThat(finish).isEqualTo(new FinishReason(FinishReason.Kind.TOOL_CALLS, "stop"));
    }

    @Test
    void callsWithoutIdsGetIdsOfTheirOwn() {
        // Servers before ids, and such that count from the start in every answer.
        String call = "{\"function\":{\"name\":\"weather\",\"arguments\":{\"city\":\"Oslo\"}}}";
        String same = "{\"id\":\"1\",\"function\":{\"name\":\"now\",\"arguments\":{}}}";
        List<ToolCall> calls = response(decode(
                        Wire.calls(call + "," + call) + Wire.calls(same) + Wire.calls(same) + Wire.end("stop"), 30))
                .toolCalls();
        assertThat(calls).extracting(ToolCall::id).doesNotHaveDuplicates();
        assertThat(calls).extracting(ToolCall::syntheticId).containsExactly(true, true, false, true);
    }

    @Test
    void argumentsMayBeAbsentOrText() {
        List<ToolCall> calls = response(decode(
                        Wire.calls("{\"function\":{\"name\":\"a\"}},{\"function\":{\"name\":\"b\",\"arguments\":null}},"
                                        + "{\"function\":{\"name\":\"c\",\"arguments\":\"{\\\"x\\\":1}\"}},7,"
                                        + "{\"function\":{\"arguments\":{}}}")
                                + Wire.end("stop"),
                        40))
                .toolCalls();
        assertThat(calls).extracting(ToolCall::name).containsExactly("a", "b", "c");
        assertThat(calls).extracting(ToolCall::arguments).containsExactly("{}", "{}", "{\"x\":1}");
    }

    @Test
    void thoughtsInTagsOfTheTextAreThoughts() {
        ChatResponse response = response(decode(
                Wire.text("<thi") + Wire.text("nk>\\nHm.\\n</th") + Wire.text("ink>\\n\\nYes.") + Wire.end("stop"),
                20));
        assertThat(response.message().parts())
                .containsExactly(new ReasoningPart("Hm.", Origin.THINKING), new TextPart("Yes."));
    }

    @Test
    void whatLooksLikeTheBeginningOfATagIsHandedOutAtTheEnd() {
        assertThat(response(decode(Wire.text(" <th") + Wire.end("stop"), 20)).text())
                .isEqualTo(" <th");
    }

    @Test
    void anErrorInAStreamIsThatErrorWithWhatHadCome() {
        StreamDecoder decoder = new StreamDecoder(new ErrorMapper(Wire.MODEL));
        LlmException failure = catchThrowableOfType(
                LlmException.class,
                () -> decode(
                        decoder,
                        Wire.text("Hel") + "{\"error\":\"an error was encountered while running the model\"}\n",
                        9));
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(failure.vendorMessage()).isEqualTo("an error was encountered while running the model");
        assertThat(decoder.partial().text()).isEqualTo("Hel");
    }

    @Test
    void aStreamThatIsNotDoneIsInterrupted() {
        assertThat(failure(Wire.text("Hel")).kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
        assertThat(failure(Wire.text("Hel") + "{\"model\":\"m\",\"mess").kind())
                .isEqualTo(ErrorKind.STREAM_INTERRUPTED);
        assertThat(failure("").kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
    }

    @Test
    void theLastLineNeedsNoEnd() {
        assertThat(response(decode(Wire.text("Hello") + Wire.end("length").strip(), 11))
                        .finishReason()
                        .kind())
                .isEqualTo(FinishReason.Kind.LENGTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>\n<body>Bad gateway</body></html>",
                "<html>no line end",
                "[1]\n",
                "{\"status\":\"ok\"}\n",
                "{\"a\":1} {\"b\":2}\n",
                "{\n\"model\":1}\n",
                "\"text\"\n"
            })
    void whatIsNotTheWireIsAnInvalidResponse(String lines) {
        LlmException failure = failure(lines);
        assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_RESPONSE);
        assertThat(failure.details().remedy()).contains("base-url");
    }

    @Test
    void emptyLinesAndOddMembersArePassedOver() {
        ChatResponse response = response(decode(
                "\n\r\n"
                        + Wire.line("\"message\":{\"content\":null,\"thinking\":7,\"tool_calls\":null,\"images\":null},"
                                + "\"done\":null,\"done_reason\":null,\"logprobs\":null,\"new\":[1]")
                        + Wire.line("\"message\":null,\"done\":true,\"prompt_eval_count\":-4,\"eval_count\":\"x\""),
                13));
        assertThat(response.text()).isEmpty();
        assertThat(response.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
    }

    @Test
    void aCountThatIsMissingIsUnknownAndNotZero() {
        Usage usage = response(decode(Wire.line("\"done\":true,\"eval_count\":79"), 13))
                .usage();
        assertThat(usage.inputTokens()).isNull();
        assertThat(usage.outputTokens()).isEqualTo(79);
    }

    @Test
    void imagesOfAnAnswerAreParts() {
        ChatResponse response = response(decode(
                Wire.line("\"message\":{\"content\":\"\",\"images\":[\"/9j/AAAA\",\"iVBORw0KGgo=\"]},\"done\":true"),
                13));
        assertThat(response.message().parts())
                .extracting(part -> ((ImagePart) part).media().mediaType())
                .containsExactly("image/jpeg", "image/png");
    }

    @Test
    void logProbabilitiesOfAllPiecesAreCollected() {
        String logprobs =
                "\"logprobs\":[{\"token\":\"a\",\"logprob\":-0.5,\"bytes\":[97],\"top_logprobs\":[{\"token\":\"b\","
                        + "\"logprob\":-1}]},{\"token\":\"odd\"},3]";
        ChatResponse response = response(decode(
                Wire.line("\"message\":{\"content\":\"a\"},\"done\":false," + logprobs)
                        + Wire.line("\"message\":{\"content\":\"a\"},\"done\":true," + logprobs),
                13));
        assertThat(response.logprobs()).hasSize(2).allSatisfy(token -> {
            assertThat(token.logprob()).isEqualTo(-0.5);
            assertThat(token.alternatives()).hasSize(1);
        });
    }

    @Test
    void anEndlessLineIsNotKept() {
        StreamDecoder decoder = new StreamDecoder(new ErrorMapper(Wire.MODEL));
        byte[] filler = new byte[1 << 20];
        LlmException failure = catchThrowableOfType(LlmException.class, () -> {
            for (int i = 0; i < 20; i++) {
                decoder.feed(filler, 0, filler.length, event -> {});
            }
        });
        assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_RESPONSE);
    }
}
