package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Usage;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Reply;
import org.junit.jupiter.api.Test;

/** Tokens, in one meaning for every vendor: cached ones are part of the input, thought ones of the output, unknown is absent. */
interface UsageCases {

    Usage TOLD = Usage.builder()
            .inputTokens(120L)
            .outputTokens(48L)
            .cachedInputTokens(64L)
            .reasoningTokens(16L)
            .build();

    private static ChatResponse ask(Bench bench, Path path) {
        return bench.ask(path, ChatRequest.of("Hello."));
    }

    @Test
    default void inputAndOutputAreCounted(Bench bench) {
        bench.says(Reply.text("Well.").withUsage(TOLD));
        bench.onEachPath(path -> {
            Usage usage = ask(bench, path).usage();

            assertThat(usage.inputTokens()).isEqualTo(120);
            assertThat(usage.outputTokens()).isEqualTo(48);
            assertThat(usage.totalTokens()).isEqualTo(168);
        });
    }

    @Test
    default void cachedTokensArePartOfTheInput(Bench bench) {
        bench.needs(WireFeature.CACHED_TOKENS);
        bench.says(Reply.text("Well.").withUsage(TOLD));
        bench.onEachPath(path -> {
            Usage usage = ask(bench, path).usage();

            assertThat(usage.cachedInputTokens()).isEqualTo(64);
            assertThat(usage.inputTokens()).isEqualTo(120);
        });
    }

    @Test
    default void thoughtTokensArePartOfTheOutput(Bench bench) {
        bench.needs(WireFeature.REASONING_TOKENS);
        bench.says(Reply.text("Well.").withUsage(TOLD));
        bench.onEachPath(path -> {
            Usage usage = ask(bench, path).usage();

            assertThat(usage.reasoningTokens()).isEqualTo(16);
            assertThat(usage.outputTokens()).isEqualTo(48);
        });
    }

    @Test
    default void whatTheVendorDoesNotTellIsAbsentAndNotZero(Bench bench) {
        bench.meets(Fault.noUsage());
        bench.onEachPath(path -> {
            ChatResponse response = ask(bench, path);

            assertThat(response.text()).isEqualTo("Hello.");
            assertThat(response.usage()).isEqualTo(Usage.UNKNOWN);
        });
    }

    @Test
    default void aStreamReportsTheUsageOfItsResponse(Bench bench) {
        bench.wire();
        bench.needs(Capability.STREAMING);
        Usage reported = null;
        try (ChatStream stream = bench.model().stream(ChatRequest.of("Hello."))) {
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.UsageReported usage) {
                    reported = usage.usage();
                }
            }
            assertThat(reported).isEqualTo(stream.response().usage());
            assertThat(stream.response().usage().inputTokens()).isPositive();
        }
    }
}
