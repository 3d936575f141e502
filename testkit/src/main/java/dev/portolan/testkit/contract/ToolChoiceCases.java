package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.simulator.Reply;
import org.junit.jupiter.api.Test;

/** Which tool the model is to call, and how many at once. A forced choice is never dropped. */
interface ToolChoiceCases {

    private static ChatRequest choosing(ToolChoice choice) {
        return ToolCases.ASKING.toBuilder().toolChoice(choice).build();
    }

    private static void arrives(Bench bench, ToolChoice choice, Capability needed) {
        bench.wire();
        bench.needs(Capability.TOOLS, needed);
        bench.onEachPath(path -> {
            bench.ask(path, choosing(choice));

            assertThat(bench.sentRequest().toolChoice()).isEqualTo(choice);
        });
    }

    @Test
    default void noToolIsCalledWhenNoneMayBe(Bench bench) {
        arrives(bench, ToolChoice.NONE, Capability.TOOL_CHOICE_NONE);
        bench.says(Reply.text("Maybe.").withToolCall("now", "{}"));
        ChatResponse response = bench.ask(choosing(ToolChoice.NONE));
        assertThat(response.toolCalls()).isEmpty();
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
    }

    @Test
    default void someToolIsCalledWhenOneMustBe(Bench bench) {
        arrives(bench, ToolChoice.REQUIRED, Capability.TOOL_CHOICE_REQUIRED);
        assertThat(bench.ask(choosing(ToolChoice.REQUIRED)).toolCalls()).hasSize(1);
    }

    @Test
    default void theNamedToolIsCalled(Bench bench) {
        arrives(bench, ToolChoice.named("now"), Capability.TOOL_CHOICE_NAMED);
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(path, choosing(ToolChoice.named("now")));

            assertThat(response.toolCalls()).extracting(ToolCall::name).containsExactly("now");
            // Some vendors say "stop" here; what counts is what is in the answer.
            assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
        });
    }

    @Test
    default void oneCallAtATimeArrives(Bench bench) {
        bench.wire();
        bench.needs(Capability.TOOLS, Capability.PARALLEL_TOOL_CALLS);
        bench.says(Reply.toolCall("now", "{}").withToolCall("get_weather", "{\"city\":\"Oslo\"}"));
        bench.onEachPath(path -> {
            ChatResponse response = bench.ask(
                    path, ToolCases.ASKING.toBuilder().parallelToolCalls(false).build());

            assertThat(bench.sentRequest().parallelToolCalls()).isFalse();
            assertThat(response.toolCalls()).hasSize(1);
        });
    }

    @Test
    default void choosingNoneIsRefusedWhereItCannotBeSaid(Bench bench) {
        bench.needs(Capability.TOOLS);
        Twins.refused(bench, bench.modelWithout(Capability.TOOL_CHOICE_NONE), choosing(ToolChoice.NONE), "toolChoice");
    }

    @Test
    default void demandingACallIsRefusedWhereItCannotBeSaid(Bench bench) {
        bench.needs(Capability.TOOLS);
        Twins.refused(
                bench,
                bench.modelWithout(Capability.TOOL_CHOICE_REQUIRED),
                choosing(ToolChoice.REQUIRED),
                "toolChoice");
    }

    @Test
    default void namingAToolIsRefusedWhereItCannotBeSaid(Bench bench) {
        bench.needs(Capability.TOOLS);
        Twins.refused(
                bench,
                bench.modelWithout(Capability.TOOL_CHOICE_NAMED),
                choosing(ToolChoice.named("now")),
                "toolChoice");
    }

    @Test
    default void oneCallAtATimeIsLeftOutAndToldWhereItCannotBeSaid(Bench bench) {
        bench.needs(Capability.TOOLS);
        Twins.told(
                bench,
                bench.modelWithout(Capability.PARALLEL_TOOL_CALLS),
                ToolCases.ASKING.toBuilder().parallelToolCalls(false).build(),
                "parallelToolCalls",
                Gap.Effect.LEFT_OUT);
        if (bench.wired()) {
            assertThat(bench.sentRequest().parallelToolCalls()).isNull();
        }
    }
}
