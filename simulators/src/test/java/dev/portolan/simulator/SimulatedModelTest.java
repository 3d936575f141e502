package dev.portolan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedModelTest {

    private static Prompt prompt(ChatRequest request) {
        return new Prompt("test", false, request);
    }

    @Test
    void aReplyFitsItsRequest() {
        SimulatedModel model = new SimulatedModel(Responder.text("one two three"));
        ChatRequest two =
                ChatRequest.of("Count.").toBuilder().maxOutputTokens(2).build();
        ChatRequest stopped =
                ChatRequest.of("Count.").toBuilder().stop(List.of(" three")).build();

        assertThat(model.answer(prompt(two)).text()).isEqualTo("one two");
        assertThat(model.answer(prompt(two)).finishReason().kind()).isEqualTo(FinishReason.Kind.LENGTH);
        assertThat(model.answer(prompt(stopped)).text()).isEqualTo("one two");
    }

    @Test
    void aToolThatIsDemandedIsCalledUnderAnIdOfItsOwn() {
        SimulatedModel model = new SimulatedModel(Responder.text("No tool."));
        ChatRequest request = ChatRequest.of("Use it.").toBuilder()
                .tools(List.of(Tool.of("now", "Tells the time.", "{\"type\":\"object\"}")))
                .toolChoice(ToolChoice.REQUIRED)
                .build();

        ChatResponse first = model.answer(prompt(request));
        ChatResponse second = model.answer(prompt(request));

        assertThat(first.toolCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.name()).isEqualTo("now"));
        assertThat(first.toolCalls().get(0).id())
                .isNotEqualTo(second.toolCalls().get(0).id());
        assertThat(first.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
    }

    @Test
    void tokensAreCountedWhereTheReplyDoesNotSay() {
        SimulatedModel model = new SimulatedModel(prompt ->
                Reply.text("one two").withUsage(Usage.builder().inputTokens(77L).build()));

        Usage usage = model.answer(prompt(ChatRequest.of("Count."))).usage();

        assertThat(usage.inputTokens()).isEqualTo(77);
        assertThat(usage.outputTokens()).isEqualTo(2);
        assertThat(usage.cacheWriteInputTokens()).isNull();
    }

    @Test
    void aMindMayChange() {
        SimulatedModel model = new SimulatedModel(Responder.text("before"));
        model.respond(Responder.text("after"));

        assertThat(model.answer(prompt(ChatRequest.of("Well?"))).text()).isEqualTo("after");
    }
}
