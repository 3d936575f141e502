package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.simulator.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told with an answer: why it ended, who gave it, how long it took. */
interface ResponseCases {

    private static void ends(Bench bench, Reply reply, FinishReason.Kind kind) {
        bench.says(reply);
        bench.onEachPath(path -> {
            FinishReason reason = bench.ask(path, ChatRequest.of("Hello.")).finishReason();

            assertThat(reason.kind()).isEqualTo(kind);
            assertThat(reason.raw()).as("the vendor's own word").isNotNull();
        });
    }

    @Test
    default void anAnswerThatEndedByItselfSaysSo(Bench bench) {
        ends(bench, Reply.text("Done."), FinishReason.Kind.STOP);
    }

    @Test
    default void anAnswerThatWasCutSaysSo(Bench bench) {
        ends(bench, Reply.text("It goes on and").withFinish(FinishReason.Kind.LENGTH), FinishReason.Kind.LENGTH);
    }

    @Test
    default void aFilteredAnswerIsAnAnswer(Bench bench) {
        bench.needs(WireFeature.OUTPUT_FILTER);
        ends(
                bench,
                Reply.text("The rest was").withFinish(FinishReason.Kind.CONTENT_FILTER),
                FinishReason.Kind.CONTENT_FILTER);
    }

    @Test
    default void aRefusalIsAnAnswerApartFromText(Bench bench) {
        bench.needs(WireFeature.REFUSALS);
        bench.says(Reply.refusal("I cannot help with that."));
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, ChatRequest.of("Hello."));

            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.REFUSAL);
            assertThat(response.text()).isEmpty();
            assertThat(response.message().parts())
                    .filteredOn(part -> !(part instanceof ReasoningPart))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            RefusalPart.class,
                            refusal -> assertThat(refusal.text()).isEqualTo("I cannot help with that."));
        });
    }

    @Test
    default void anAnswerThatWasAskedPlainlyCarriesNoWarning(Bench bench) {
        bench.onEachPath(path ->
                assertThat(bench.ask(path, ChatRequest.of("Hello.")).warnings()).isEmpty());
    }

    @Test
    default void anAnswerTellsItsIds(Bench bench) {
        bench.wire();
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, ChatRequest.of("Hello."));

            if (bench.has(WireFeature.REQUEST_IDS)) {
                assertThat(response.requestId()).as("request id").isNotBlank();
            }
            if (bench.has(WireFeature.RESPONSE_IDS)) {
                assertThat(response.responseId()).as("response id").isNotBlank();
            }
        });
    }

    @Test
    default void anAnswerTellsHowLongItTook(Bench bench) {
        bench.wire();
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, ChatRequest.of("Hello."));

            assertThat(response.timings().total()).isPositive().isLessThan(Duration.ofMinutes(1));
            if (path == Path.STREAMING) {
                assertThat(response.timings().firstToken())
                        .isNotNull()
                        .isPositive()
                        .isLessThanOrEqualTo(response.timings().total());
            }
        });
    }

    @Test
    default void anAnswerTellsWhatIsLeftOfTheLimits(Bench bench) {
        bench.wire();
        bench.needs(WireFeature.RATE_LIMITS);
        bench.onEachPath(path -> assertThat(
                        bench.ask(path, ChatRequest.of("Hello.")).rateLimits())
                .isNotNull()
                .satisfies(limits -> assertThat(limits.remainingRequests()).isNotNull()));
    }

    @Test
    default void whatTheVendorSaidBesidesIsJson(Bench bench) {
        bench.onEachPath(path -> assertThat(
                        Json.parse(bench.ask(path, ChatRequest.of("Hello.")).vendorMetadata())
                                .isObject())
                .isTrue());
    }

    @Test
    default void logProbabilitiesComeWithTheAnswer(Bench bench) {
        bench.wire();
        bench.needs(Capability.LOGPROBS);
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(
                    path, ChatRequest.of("Hello.").toBuilder().logprobs(2).build());

            assertThat(response.logprobs()).isNotEmpty();
        });
    }

    @Test
    default void bothPathsGiveTheSameAnswer(Bench bench) {
        bench.needs(Capability.STREAMING);
        if (bench.wired()) {
            bench.says(Reply.text("Let me look.").withReasoning("Hm."));
        }
        ChatRequest request = ChatRequest.of("What is the weather?");
        ChatResponse whole = bench.ask(Path.BLOCKING, request);
        ChatResponse streamed = bench.ask(Path.STREAMING, request);

        assertThat(streamed.text()).isEqualTo(whole.text());
        assertThat(kinds(streamed)).isEqualTo(kinds(whole));
        assertThat(streamed.finishReason()).isEqualTo(whole.finishReason());
        assertThat(streamed.usage()).isEqualTo(whole.usage());
        assertThat(streamed.model()).isEqualTo(whole.model());
        assertThat(streamed.provider()).isEqualTo(whole.provider());
    }

    private static List<String> kinds(ChatResponse response) {
        return response.message().parts().stream()
                .map(part -> part.getClass().getSimpleName())
                .toList();
    }
}
