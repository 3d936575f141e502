package dev.portolan.spi;

import static dev.portolan.spi.ScriptedModel.answer;
import static dev.portolan.spi.ScriptedModel.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ScriptedModel.ScriptedStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopCutTest {

    private static final ModelInfo INFO = ModelInfo.builder("acme", "large-1").build();
    private static final ToolCall CALL = new ToolCall("call_1", "weather", "{}");

    private static ChatResponse parts(FinishReason.Kind finish, Part... parts) {
        return answer("").toBuilder()
                .message(new AssistantMessage(List.of(parts)))
                .finishReason(FinishReason.of(finish))
                .build();
    }

    private static ChatStream cut(List<String> stops, Object... steps) {
        return new StopCutStream(new ScriptedStream(List.of(steps)), new StopCut(stops), INFO);
    }

    @Test
    void theEarliestOfSeveralStopSequencesCuts() {
        ChatResponse response = new StopCut(List.of("###", "END")).applyTo(answer("a END b ### c"));
        assertThat(response.text()).isEqualTo("a ");
    }

    @Test
    void anAnswerWithoutStopSequenceStaysTheSame() {
        ChatResponse response = answer("a EN b");
        assertThat(new StopCut(List.of("END")).applyTo(response)).isSameAs(response);
    }

    @Test
    void whatCameAfterTheCutIsNoPartOfTheAnswer() {
        ChatResponse response = new StopCut(List.of("END"))
                .applyTo(parts(
                        FinishReason.Kind.LENGTH,
                        new ReasoningPart("END is only thought here"),
                        new TextPart("first "),
                        new TextPart("END second"),
                        CALL));
        assertThat(response.message().parts())
                .containsExactly(new ReasoningPart("END is only thought here"), new TextPart("first "));
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
    }

    @Test
    void aToolCallBeforeTheCutStaysToBeAnswered() {
        ChatResponse response = new StopCut(List.of("END"))
                .applyTo(parts(FinishReason.Kind.TOOL_CALLS, CALL, new TextPart("done END more")));
        assertThat(response.toolCalls()).containsExactly(CALL);
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
    }

    @Test
    void logProbabilitiesEndWithTheText() {
        List<TokenLogprob> tokens = List.of(
                new TokenLogprob("one", -0.1, List.of()),
                new TokenLogprob(" EN", -0.2, List.of()),
                new TokenLogprob("D", -0.3, List.of()));
        ChatResponse whole = answer("one END").toBuilder().logprobs(tokens).build();
        assertThat(new StopCut(List.of(" END")).applyTo(whole).logprobs()).containsExactly(tokens.get(0));
        assertThat(new StopCut(List.of("one")).applyTo(whole).logprobs()).isEmpty();
        ChatResponse short_ =
                answer("one END").toBuilder().logprobs(tokens.subList(0, 1)).build();
        assertThat(new StopCut(List.of("END")).applyTo(short_).logprobs()).hasSize(1);
    }

    @Test
    void aStreamCutIntoAnyPiecesGivesTheSameText() {
        String text = "abc<|en<|end|>never";
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            List<Object> steps = new ArrayList<>();
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(4));
                steps.add(text(text.substring(at, end)));
                at = end;
            }
            steps.add(answer(text));
            ChatStream stream = cut(List.of("<|end|>", "~~~"), steps.toArray());
            assertThat(String.join("", stream.text())).isEqualTo("abc<|en");
            assertThat(stream.response().text()).isEqualTo("abc<|en");
        }
    }

    @Test
    void onlyAPossibleBeginningIsHeldBack() {
        ChatStream stream =
                cut(List.of("END"), text("one E"), text("lse"), text("where EN"), answer("one Elsewhere EN"));
        assertThat(stream.text()).containsExactly("one ", "Else", "where ", "EN");
    }

    @Test
    void usageIsStillReadAfterTheCut() {
        ChatEvent usage = new ChatEvent.UsageReported(Usage.of(3, 9));
        ChatStream stream = cut(
                List.of("END"),
                new ChatEvent.ReasoningDelta("hm", 0),
                text("a END"),
                text(" b"),
                new ChatEvent.ReasoningDelta("more", 0),
                new ChatEvent.ToolCallDelta(1, "call_1", "weather", "{}"),
                new ChatEvent.ToolCallCompleted(CALL, 1),
                usage,
                answer("a END b"));
        List<ChatEvent> events = new ArrayList<>();
        stream.forEach(events::add);
        assertThat(events).hasSize(4).startsWith(new ChatEvent.ReasoningDelta("hm", 0), text("a "), usage);
        assertThat(stream.response().usage()).isEqualTo(Usage.of(12, 5));
    }

    @Test
    void blocksOfTextAreSearchedApart() {
        ChatStream stream = cut(
                List.of("END"),
                new ChatEvent.TextDelta("E", 0),
                new ChatEvent.TextDelta("ND", 1),
                parts(FinishReason.Kind.STOP, new TextPart("E"), new TextPart("ND")));
        assertThat(stream.text()).containsExactly("ND", "E");
        assertThat(stream.response().text()).isEqualTo("END");
    }

    @Test
    void anAnswerThatGoesOnForLongAfterTheCutIsAborted() {
        List<Object> steps = new ArrayList<>();
        steps.add(new ChatEvent.ReasoningDelta("hm", 0));
        steps.add(text("kept END"));
        for (int i = 0; i < 9; i++) {
            steps.add(text("x".repeat(1_000)));
        }
        ScriptedStream source = new ScriptedStream(steps);
        ChatStream stream = new StopCutStream(source, new StopCut(List.of(" END")), INFO);
        ChatResponse response = stream.response();
        assertThat(source.aborts).isEqualTo(1);
        assertThat(response.message().parts()).containsExactly(new ReasoningPart("hm"), new TextPart("kept"));
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
        assertThat(response.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(response.warnings()).extracting(Warning::code).containsExactly("usage-unknown");
    }

    @Test
    void aFailureBehindTheCutTakesNothingFromTheAnswer() {
        LlmException broken = ErrorDetails.builder("broke off").toException(ErrorKind.STREAM_INTERRUPTED);
        assertThat(cut(List.of("END"), text("a END"), broken).response().text()).isEqualTo("a ");
    }

    @Test
    void thePartialAnswerOfACancelledStreamIsCutToo() {
        LlmException cancelled = ErrorDetails.builder("cancelled")
                .partialResponse(answer("a END b"))
                .toException(ErrorKind.CANCELLED);
        assertThatThrownBy(cut(List.of("END"), text("a END"), cancelled)::response)
                .isInstanceOfSatisfying(
                        LlmException.class,
                        e -> assertThat(e.partialResponse())
                                .extracting(ChatResponse::text)
                                .isEqualTo("a "));
    }

    @Test
    void aFailureBeforeTheCutAndACancellationAreThrown() {
        LlmException broken = ErrorDetails.builder("broke off").toException(ErrorKind.STREAM_INTERRUPTED);
        LlmException cancelled = ErrorDetails.builder("cancelled").toException(ErrorKind.CANCELLED);
        ChatStream before = cut(List.of("END"), text("a"), broken);
        ChatStream behind = cut(List.of("END"), text("a END"), cancelled);
        assertThatThrownBy(before::response).isSameAs(broken);
        assertThatThrownBy(behind::response).isSameAs(cancelled);
    }
}
