package dev.portolan.tool;

import static dev.portolan.tool.Answers.call;
import static dev.portolan.tool.Answers.calling;
import static dev.portolan.tool.Answers.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.codec.JsonCodec;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Gates, pauses, and going on elsewhere. */
class ToolPauseTest {

    record Refund(String order, int cents) {}

    private final List<String> ran = new ArrayList<>();
    private final ScriptedModel model = new ScriptedModel();
    private final Toolbox toolbox = Toolbox.builder()
            .tool(
                    ToolDefinition.builder("refund", "Pays back.")
                            .sensitivity(Sensitivity.HIGH)
                            .permission("orders.refund")
                            .build(),
                    Refund.class,
                    (refund, invocation) -> {
                        ran.add("refund " + refund.cents());
                        return "paid";
                    })
            .tool("look", "Looks.", JsonSchema.EMPTY_OBJECT, json -> {
                ran.add("look");
                return "seen";
            })
            .build();
    private final ToolLoop loop = ToolLoop.of(toolbox);

    private static ChatRequest request(List<Message> messages) {
        return ChatRequest.builder().messages(messages).build();
    }

    private ToolLoopResult.Paused paused(String arguments) {
        model.then(calling(call("c1", "look", "{}"), call("c2", "refund", arguments)));
        return (ToolLoopResult.Paused) loop.run(model, ChatRequest.of("Hello"));
    }

    private ToolLoopResult resume(ToolLoopResult.Paused paused, ToolDecision... decisions) {
        return loop.resume(model, request(paused.transcript().messages()), List.of(decisions), CallContext.EMPTY);
    }

    @Test
    void aSensitiveToolWaitsForAHumanAndTheOthersOfItsTurnRun() {
        ToolLoopResult.Paused paused = paused("{\"order\":\"7\",\"cents\":500}");

        assertThat(ran).containsExactly("look");
        assertThat(paused.pending()).singleElement().satisfies(pending -> {
            assertThat(pending.call().id()).isEqualTo("c2");
            assertThat(pending.reason()).isEqualTo(PendingCall.Reason.APPROVAL);
            assertThat(pending.question()).isEqualTo("May refund be run?");
            assertThat(pending.definition()).isEqualTo(toolbox.definition("refund"));
            assertThat(pending.toString()).doesNotContain("500");
        });
        assertThat(texts(paused.transcript().messages())).containsExactly("seen");
    }

    @Test
    void anApprovedCallRunsOnceInAnotherProcessWithAnotherModelAndNoneOfTheOthersAgain() {
        ToolLoopResult.Paused paused = paused("{\"order\":\"7\",\"cents\":500}");
        String kept = JsonCodec.MESSAGES.toJson(paused.transcript().messages());
        ToolDecision decision = paused.pending().get(0).approve("alice");

        ScriptedModel other = new ScriptedModel().then(ScriptedModel.answer("Paid back"));
        ToolLoopResult result = ToolLoop.of(toolbox)
                .resume(other, request(JsonCodec.MESSAGES.fromJson(kept)), List.of(decision), CallContext.EMPTY);

        assertThat(result).isInstanceOf(ToolLoopResult.Completed.class);
        assertThat(ran).containsExactly("look", "refund 500");
        assertThat(texts(other.requests.get(0).messages())).containsExactly("seen", "paid");
        assertThat(result.transcript().messages())
                .startsWith(paused.transcript().messages().toArray(Message[]::new));

        other.then(ScriptedModel.answer("Yes"));
        ToolLoop.of(toolbox)
                .resume(other, request(result.transcript().messages()), List.of(decision), CallContext.EMPTY);
        assertThat(ran).as("an approval is no licence to run again").hasSize(2);
    }

    @Test
    void aRefusalIsToldToTheModelInTheHumansWords() {
        ToolLoopResult.Paused paused = paused("{\"order\":\"7\",\"cents\":500}");
        model.then(ScriptedModel.answer("Sorry"));

        ToolLoopResult result =
                resume(paused, paused.pending().get(0).refuse("alice", "Not before the goods are back."));

        assertThat(ran).containsExactly("look");
        assertThat(Answers.results(result.transcript().messages()).get(1))
                .isEqualTo(ToolResult.error(call("c2", "refund", ""), "Not before the goods are back."));
    }

    @Test
    void aHumanMayGiveTheResultInPlaceOfTheTool() {
        ToolLoopResult.Paused paused = paused("{\"order\":\"7\",\"cents\":500}");
        model.then(ScriptedModel.answer("Fine"));

        ToolLoopResult result = resume(paused, paused.pending().get(0).answer("alice", "Paid in cash."));

        assertThat(ran).containsExactly("look");
        assertThat(texts(result.transcript().messages())).containsExactly("seen", "Paid in cash.");
    }

    @Test
    void withoutADecisionTheCallGoesOnWaitingAndTheModelIsNotAsked() {
        ToolLoopResult.Paused paused = paused("{\"order\":\"7\",\"cents\":500}");

        ToolLoopResult again = resume(paused);

        assertThat(again)
                .isInstanceOfSatisfying(
                        ToolLoopResult.Paused.class,
                        still -> assertThat(still.pending()).isEqualTo(paused.pending()));
        assertThat(again.transcript().added()).isEmpty();
        assertThat(model.requests).hasSize(1);
    }

    @Test
    void changedArgumentsVoidAnApproval() {
        ToolLoopResult.Paused paused = paused("{\"order\":\"7\",\"cents\":500}");
        ToolDecision approved = paused.pending().get(0).approve("alice");
        List<Message> forged = new ArrayList<>(paused.transcript().messages());
        forged.set(
                1,
                new AssistantMessage(
                        List.of(call("c1", "look", "{}"), call("c2", "refund", "{\"order\":\"7\",\"cents\":50000}"))));

        ToolLoopResult result = loop.resume(model, request(forged), List.of(approved), CallContext.EMPTY);

        assertThat(result).isInstanceOf(ToolLoopResult.Paused.class);
        assertThat(ran).containsExactly("look");
    }

    @Test
    void anApprovalForAnotherCallCountsForNothing() {
        ToolLoopResult.Paused paused = paused("{\"order\":\"7\",\"cents\":500}");
        PendingCall pending = paused.pending().get(0);

        ToolLoopResult result = resume(paused, ToolDecision.approve("c9", pending.argumentsDigest(), "alice"));

        assertThat(result).isInstanceOf(ToolLoopResult.Paused.class);
    }

    @Test
    void aGateThatRefusesStandsAboveAHumanWhoApproves() {
        ToolLoopResult.Paused paused = paused("{\"order\":\"7\",\"cents\":500}");
        model.then(ScriptedModel.answer("Sorry"));

        ToolLoopResult result = ToolLoop.builder(toolbox)
                .gate(ToolGate.permissions(gate -> Set.of()).and(ToolGate.ASK_WHEN_SENSITIVE))
                .build()
                .resume(
                        model,
                        request(paused.transcript().messages()),
                        List.of(paused.pending().get(0).approve("alice")),
                        CallContext.EMPTY);

        assertThat(texts(result.transcript().messages()))
                .containsExactly("seen", "The user is not allowed to do this.");
        assertThat(ran).containsExactly("look");
    }

    @Test
    void aGateSeesWhatItNeedsAndAWrongCallNeverGetsThere() {
        List<GateRequest> seen = new ArrayList<>();
        model.then(calling(
                        call("c1", "refund", "{\"order\":7,\"cents\":\"500\"}"),
                        call("c2", "refund", "{}"),
                        call("c3", "nowhere", "{}")))
                .then(ScriptedModel.answer("Done"));
        CallContext context =
                CallContext.builder().tenant("t1").tag("conversation", "conv-1").build();

        ToolLoop.builder(toolbox)
                .gate(request -> {
                    seen.add(request);
                    return request.arguments(Refund.class).cents() > 100
                            ? GateDecision.refuse("Too much.")
                            : GateDecision.ALLOW;
                })
                .build()
                .run(model, ChatRequest.of("Hello"), context);

        assertThat(ran).isEmpty();
        GateRequest request = seen.get(0);
        assertThat(seen).hasSize(1);
        assertThat(request.arguments()).isEqualTo("{\"order\":\"7\",\"cents\":500}");
        assertThat(request.definition().permission()).isEqualTo("orders.refund");
        assertThat(request.context().tenant()).isEqualTo("t1");
        assertThat(request.conversation()).isEqualTo("conv-1");
        assertThat(request.turn()).isEqualTo(1);
        assertThat(request.toString()).doesNotContain("500");
    }

    @Test
    void aGateThatThrowsRefuses() {
        model.then(calling(call("c1", "look", "{}"))).then(ScriptedModel.answer("Done"));

        ToolLoopResult result = ToolLoop.builder(toolbox)
                .gate(request -> {
                    throw new IllegalStateException("SECRET");
                })
                .build()
                .run(model, ChatRequest.of("Hello"));

        assertThat(ran).isEmpty();
        assertThat(texts(result.transcript().messages()))
                .singleElement()
                .asString()
                .contains("could not be found out")
                .doesNotContain("SECRET");
    }

    @Test
    void gatesAddUpARefusalFirstThenAQuestion() {
        ToolGate allow = ToolGate.OPEN;
        ToolGate ask = ToolGate.named("human", request -> GateDecision.ask("Really?"));
        ToolGate refuse = ToolGate.named("law", request -> GateDecision.refuse("No."));
        GateRequest request = new GateRequest(
                Objects.requireNonNull(toolbox.definition("look")),
                call("c1", "look", "{}"),
                "{}",
                CallContext.EMPTY,
                null,
                1);

        assertThat(allow.and(ask).decide(request)).isEqualTo(GateDecision.ask("Really?"));
        assertThat(ask.and(allow).decide(request)).isEqualTo(GateDecision.ask("Really?"));
        assertThat(ask.and(refuse).decide(request)).isEqualTo(GateDecision.refuse("No."));
        assertThat(refuse.and(ask).decide(request)).isEqualTo(GateDecision.refuse("No."));
        assertThat(allow.and(allow).decide(request)).isEqualTo(GateDecision.ALLOW);
        assertThat(ask.and(refuse).name()).isEqualTo("human+law");
        assertThat(ToolGate.permissions(one -> List.of("orders.refund")).decide(request))
                .isEqualTo(GateDecision.ALLOW);
        assertThat(GateDecision.ask("Really?").toString() + GateDecision.refuse("No."))
                .isEqualTo("Ask[7 chars]Refuse[3 chars]");
    }

    @Test
    void aToolThatTheRequestDeclaresAndNobodyHasIsForSomebodyElse() {
        Tool theirs = Tool.of("show_map", "Shows a map in the browser.", "{\"type\":\"object\"}");
        ChatRequest request =
                ChatRequest.builder().user("Hello").tools(List.of(theirs)).build();
        model.then(calling(call("c1", "show_map", "{}"), call("c2", "look", "{}")));

        ToolLoopResult.Paused paused = (ToolLoopResult.Paused) loop.run(model, request);

        PendingCall pending = paused.pending().get(0);
        assertThat(pending.reason()).isEqualTo(PendingCall.Reason.RESULT);
        assertThat(pending.definition()).isNull();
        model.then(ScriptedModel.answer("Done"));
        ChatRequest further =
                request.toBuilder().messages(paused.transcript().messages()).build();
        ToolLoopResult result =
                loop.resume(model, further, List.of(pending.answer("browser", "shown")), CallContext.EMPTY);
        assertThat(texts(result.transcript().messages())).containsExactly("seen", "shown");

        assertThat(loop.resume(model, further, List.of(pending.approve("browser")), CallContext.EMPTY))
                .as("nobody here can run it")
                .isInstanceOf(ToolLoopResult.Paused.class);
    }

    @Test
    void aCallThatSharesAnotherOnesResultWaitsWithIt() {
        model.then(calling(
                call("c1", "refund", "{\"order\":\"7\",\"cents\":500}"),
                call("c2", "refund", "{\"order\":\"7\",\"cents\":500}")));
        ToolLoopResult.Paused paused = (ToolLoopResult.Paused) loop.run(model, ChatRequest.of("Hello"));
        assertThat(paused.pending()).extracting(pending -> pending.call().id()).containsExactly("c1");

        model.then(ScriptedModel.answer("Done"));
        ToolLoopResult result = resume(paused, paused.pending().get(0).approve("alice"));

        assertThat(ran).containsExactly("refund 500");
        assertThat(Answers.results(result.transcript().messages()))
                .extracting(ToolResult::callId)
                .containsExactly("c1", "c2");

        List<Message> half = List.of(
                Message.user("Hello"),
                paused.transcript().messages().get(1),
                new ToolMessage(List.of(ToolResult.of(call("c1", "refund", ""), "paid before"))));
        model.then(ScriptedModel.answer("Done"));
        assertThat(texts(loop.run(model, request(half)).transcript().messages()))
                .containsExactly("paid before", "paid before");
        assertThat(ran).hasSize(1);
    }

    @Test
    void decisionsShowNothingOfTheirContent() {
        ToolDecision decision = ToolDecision.refuse("c1", "d", "alice", "SECRET");
        assertThat(decision.toString()).isEqualTo("ToolDecision[REFUSE, call=c1, actor=alice]");
        assertThatThrownBy(() -> new ToolTranscript(List.of(), 1, List.of(), dev.portolan.chat.Usage.UNKNOWN))
                .hasMessage("given: must be 0 to 0");
    }
}
