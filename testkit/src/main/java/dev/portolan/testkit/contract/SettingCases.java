package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelLimits;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.simulator.Responder;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sampling, limits and stop sequences: sent as asked where the model takes them, and told where it does not. */
interface SettingCases {

    /** One optional setting, as asked and as it arrives. */
    private static void setting(
            Bench bench,
            Capability capability,
            String field,
            UnaryOperator<ChatRequest.Builder> set,
            Function<ChatRequest, @Nullable Object> get) {
        ChatRequest request = set.apply(ChatRequest.of("Hello.").toBuilder()).build();
        ChatModel without = bench.modelWithout(capability);
        Twins.told(bench, without, request, field, Gap.Effect.LEFT_OUT);
        if (!bench.wired()) {
            return;
        }
        assertThat(get.apply(bench.sentRequest()))
                .as("%s as it arrives from a model without it", field)
                .isNull();
        if (bench.model().info().supports(capability)
                && bench.model().check(request).isEmpty()) {
            bench.onEachPath(path -> {
                ChatResponse response = bench.ask(path, request);

                assertThat(get.apply(bench.sentRequest()))
                        .as("%s as it arrives", field)
                        .isEqualTo(get.apply(request));
                assertThat(response.warnings()).as("warnings").isEmpty();
            });
        }
    }

    @Test
    default void temperatureIsSentOrTold(Bench bench) {
        setting(bench, Capability.TEMPERATURE, "temperature", to -> to.temperature(0.25), ChatRequest::temperature);
    }

    @Test
    default void topPIsSentOrTold(Bench bench) {
        setting(bench, Capability.TOP_P, "topP", to -> to.topP(0.5), ChatRequest::topP);
    }

    @Test
    default void topKIsSentOrTold(Bench bench) {
        setting(bench, Capability.TOP_K, "topK", to -> to.topK(20), ChatRequest::topK);
    }

    @Test
    default void theSeedIsSentOrTold(Bench bench) {
        setting(bench, Capability.SEED, "seed", to -> to.seed(7L), ChatRequest::seed);
    }

    @Test
    default void theFrequencyPenaltyIsSentOrTold(Bench bench) {
        setting(
                bench,
                Capability.FREQUENCY_PENALTY,
                "frequencyPenalty",
                to -> to.frequencyPenalty(0.5),
                ChatRequest::frequencyPenalty);
    }

    @Test
    default void thePresencePenaltyIsSentOrTold(Bench bench) {
        setting(
                bench,
                Capability.PRESENCE_PENALTY,
                "presencePenalty",
                to -> to.presencePenalty(0.5),
                ChatRequest::presencePenalty);
    }

    @Test
    default void theEffortIsSentOrTold(Bench bench) {
        setting(
                bench,
                Capability.REASONING_EFFORT,
                "reasoningEffort",
                to -> to.reasoningEffort(ReasoningEffort.LOW),
                ChatRequest::reasoningEffort);
    }

    @Test
    default void logProbabilitiesAreSentOrTold(Bench bench) {
        setting(bench, Capability.LOGPROBS, "logprobs", to -> to.logprobs(2), ChatRequest::logprobs);
    }

    @Test
    default void anAnswerEndsAtItsLimit(Bench bench) {
        bench.needs(Capability.MAX_OUTPUT_TOKENS);
        bench.says(FaultCases.TEXT);
        ChatRequest request =
                ChatRequest.of("Count.").toBuilder().maxOutputTokens(16).build();
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, request);

            assertThat(bench.sentRequest().maxOutputTokens()).isEqualTo(16);
            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.LENGTH);
            // A model that thinks may have spent all of it before its first word.
            assertThat(FaultCases.TEXT).startsWith(response.text()).isNotEqualTo(response.text());
        });
    }

    @Test
    default void aLimitIsRefusedWhereItCannotBeSaid(Bench bench) {
        Twins.refused(
                bench,
                bench.modelWithout(Capability.MAX_OUTPUT_TOKENS),
                ChatRequest.of("Count.").toBuilder().maxOutputTokens(16).build(),
                "maxOutputTokens");
    }

    @Test
    default void aLimitAboveTheModelSIsClampedAndTold(Bench bench) {
        bench.needs(Capability.MAX_OUTPUT_TOKENS);
        ChatModel model =
                bench.modelWith(settings -> settings.limits(new ModelLimits(null, 100, null, null, null, null)));
        ChatRequest request =
                ChatRequest.of("Count.").toBuilder().maxOutputTokens(200).build();

        Twins.told(bench, model, request, "maxOutputTokens", Gap.Effect.CLAMPED);
        if (bench.wired()) {
            assertThat(bench.sentRequest().maxOutputTokens()).isEqualTo(100);
        }
    }

    @Test
    default void anAnswerEndsBeforeAStopSequence(Bench bench) {
        bench.says("one two three four");
        ChatRequest request =
                ChatRequest.of("Count.").toBuilder().stop(List.of(" three")).build();
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, request);

            assertThat(response.text()).isEqualTo("one two");
            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
            boolean asked = bench.model().check(request).isEmpty();
            assertThat(bench.sentRequest().stop()).isEqualTo(asked ? List.of(" three") : List.of());
            assertThat(response.warnings().isEmpty()).isEqualTo(asked);
        });
    }

    @Test
    default void stopIsEmulatedAndToldWhereTheModelHasNone(Bench bench) {
        if (bench.wired()) {
            bench.says(Responder.text("one two three four"));
        }
        ChatModel model = bench.modelWithout(Capability.STOP);
        ChatRequest request = ChatRequest.of("one two three four").toBuilder()
                .stop(List.of(" three"))
                .build();

        Twins.told(bench, model, request, "stop", Gap.Effect.EMULATED);
        bench.onEachPath(path -> {
            ChatResponse response = path.ask(model, request, Twins.ADAPT);
            assertThat(response.text()).contains("one two").doesNotContain("three");
        });
        if (bench.wired()) {
            assertThat(bench.sentRequest().stop()).isEmpty();
        }
    }

    @Test
    default void defaultsOfTheConfigurationAreFilledIn(Bench bench) {
        bench.wire();
        bench.needs(Capability.TEMPERATURE);
        ChatModel model = bench.modelWith(settings -> settings.temperature(0.75));
        bench.onEachPath(path -> {
            path.ask(model, ChatRequest.of("Hello."), Twins.ADAPT);
            assertThat(bench.sentRequest().temperature()).isEqualTo(0.75);

            path.ask(
                    model, ChatRequest.of("Hello.").toBuilder().temperature(0.5).build(), Twins.ADAPT);
            assertThat(bench.sentRequest().temperature()).isEqualTo(0.5);
        });
    }

    @Test
    default void vendorOptionsOfAnotherProviderAreNotSent(Bench bench) {
        bench.wire();
        bench.onEachPath(path -> {
            bench.ask(
                    path,
                    ChatRequest.of("Hello.").toBuilder()
                            .vendorOptions("another-vendor", "{\"f0reign_option\":true}")
                            .build());
            assertThat(bench.lastReceived().body()).doesNotContain("f0reign_option");
        });
    }
}
