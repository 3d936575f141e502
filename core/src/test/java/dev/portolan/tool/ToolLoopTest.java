package dev.portolan.tool;

import static dev.portolan.tool.Answers.call;
import static dev.portolan.tool.Answers.calling;
import static dev.portolan.tool.Answers.ended;
import static dev.portolan.tool.Answers.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.FinishReason.Kind;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.Usage;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.ScriptedModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToolLoopTest {

    record Query(String text) {}

    record Hit(String title, BigDecimal score) {}

    private final List<String> ran = new ArrayList<>();
    private final ScriptedModel model = new ScriptedModel();
    private final Toolbox toolbox = Toolbox.builder()
            .tool("search", "Searches.", Query.class, query -> {
                ran.add(query.text());
                return "found " + query.text();
            })
            .tool("now", "", JsonSchema.EMPTY_OBJECT, json -> "noon, given " + json)
            .build();
    private final ToolLoop loop = ToolLoop.builder(toolbox).parallelism(1).build();

    private ToolLoopResult run() {
        return loop.run(model, ChatRequest.of("Hello"));
    }

    @Test
    void toolsRunUntilTheModelAnswers() {
        model.then(calling(call("c1", "search", "{\"text\":\"a\"}")))
                .then(calling(call("c2", "search", "{\"text\":\"b\"}")))
                .then(ScriptedModel.answer("Done"));

        ToolLoopResult result = run();

        assertThat(result).isInstanceOfSatisfying(ToolLoopResult.Completed.class, completed -> {
            assertThat(completed.text()).isEqualTo("Done");
            assertThat(completed.response().usage()).isEqualTo(Usage.of(12, 5));
        });
        assertThat(ran).containsExactly("a", "b");
        ToolTranscript transcript = result.transcript();
        assertThat(transcript.rounds()).isEqualTo(3);
        assertThat(transcript.usage()).isEqualTo(Usage.of(32, 11));
        assertThat(transcript.given()).isEqualTo(1);
        assertThat(transcript.added()).hasSize(5);
        assertThat(transcript.messages()).startsWith(Message.user("Hello"));
        assertThat(texts(transcript.messages())).containsExactly("found a", "found b");
        assertThat(model.requests.get(2).messages())
                .isEqualTo(transcript.messages().subList(0, 5));
        assertThat(model.requests)
                .allSatisfy(request ->
                        assertThat(request.tools()).extracting(Tool::name).containsExactly("search", "now"));
    }

    @Test
    void theResultsOfATurnStandInOneMessageInTheOrderOfItsCalls() {
        model.then(calling(
                        call("c1", "search", "{\"text\":\"a\"}"),
                        call("c2", "nowhere", "{}"),
                        call("c3", "search", "{\"text\":\"b\"}")))
                .then(ScriptedModel.answer("Done"));

        List<Message> messages = run().transcript().messages();

        ToolMessage results = (ToolMessage) messages.get(2);
        assertThat(results.results()).extracting(ToolResult::callId).containsExactly("c1", "c2", "c3");
        assertThat(results.results()).extracting(ToolResult::toolName).containsExactly("search", "nowhere", "search");
        assertThat(results.results()).extracting(ToolResult::error).containsExactly(false, true, false);
    }

    @Test
    void T6_aCallWithoutArgumentsIsRunWithNone() {
        model.then(calling(call("c1", "now", ""), call("c2", "now", "null"))).then(ScriptedModel.answer("Done"));

        assertThat(texts(run().transcript().messages())).containsExactly("noon, given {}", "noon, given {}");
    }

    @Test
    void T7_argumentsThatAreNoObjectAreNotRunAndTheModelIsTold() {
        model.then(calling(
                        call("c1", "search", "{\"text\":"),
                        call("c2", "search", "[1]"),
                        call("c3", "search", "{\"text\":\"a\",\"text\":\"b\"}")))
                .then(ScriptedModel.answer("Done"));

        List<Message> messages = run().transcript().messages();

        assertThat(ran).isEmpty();
        assertThat(Answers.results(messages)).hasSize(3).allSatisfy(result -> {
            assertThat(result.error()).isTrue();
            assertThat(result.text()).contains("not one whole JSON object");
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"LENGTH", "CONTENT_FILTER", "REFUSAL"})
    void T8_callsOfAnAnswerThatWasCutOffNeverRunNotEvenAfterAResume(Kind kind) {
        model.then(calling(call("c0", "search", "{\"text\":\"first\"}")))
                .then(ended(kind, call("c1", "search", "{\"text\":\"a\"}"), call("c2", "search", "{\"te")));

        ToolLoopResult result = run();

        assertThat(result)
                .isInstanceOfSatisfying(
                        ToolLoopResult.Incomplete.class,
                        incomplete -> assertThat(
                                        incomplete.response().finishReason().kind())
                                .isEqualTo(kind));
        assertThat(ran).containsExactly("first");
        assertThat(result.transcript().usage()).isEqualTo(Usage.of(20, 6));

        model.then(ScriptedModel.answer("Done"));
        loop.run(
                model,
                ChatRequest.builder().messages(result.transcript().messages()).build());
        assertThat(ran).containsExactly("first");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"STOP", "OTHER"})
    void T23_callsRunWhateverTheFinishReasonSaysWhenTheAnswerIsWhole(Kind kind) {
        model.then(ended(kind, call("c1", "search", "{\"text\":\"a\"}"))).then(ScriptedModel.answer("Done"));

        run();

        assertThat(ran).containsExactly("a");
    }

    @Test
    void T24_callsThatTheProviderRanAreNotRunHere() {
        ToolCall theirs = new ToolCall("s1", "search", "{\"text\":\"theirs\"}", false, true, null);
        model.then(ended(Kind.STOP, theirs, new TextPart("Done")));

        assertThat(run()).isInstanceOf(ToolLoopResult.Completed.class);
        assertThat(ran).isEmpty();

        model.then(ended(Kind.TOOL_CALLS, theirs, call("c1", "search", "{\"text\":\"ours\"}")))
                .then(ScriptedModel.answer("Done"));
        assertThat(texts(run().transcript().messages())).containsExactly("found ours");
        assertThat(ran).containsExactly("ours");
    }

    @Test
    void T26_aToolThatDoesNotExistIsAnsweredWithTheNamesOfThoseThatDo() {
        model.then(calling(call("c1", "serch", "{}"), call("c2", "x".repeat(500), "{}")))
                .then(ScriptedModel.answer("Done"));

        List<ToolResult> results = Answers.results(run().transcript().messages());

        assertThat(results.get(0).text()).isEqualTo("There is no tool serch. There are: search, now.");
        assertThat(results.get(0).error()).isTrue();
        assertThat(results.get(1).text()).hasSizeLessThan(150);

        model.then(calling(call("c1", "search", "{}"))).then(ScriptedModel.answer("Done"));
        assertThat(texts(ToolLoop.of(Toolbox.EMPTY)
                        .run(model, ChatRequest.of("Hello"))
                        .transcript()
                        .messages()))
                .containsExactly("There is no tool search. There are no tools.");
    }

    @Test
    void T4_anIdThatAServerUsesAgainInALaterTurnIsAnotherCall() {
        model.then(calling(call("0", "search", "{\"text\":\"a\"}")))
                .then(calling(call("0", "search", "{\"text\":\"a\"}")))
                .then(ScriptedModel.answer("Done"));

        run();

        assertThat(ran).containsExactly("a", "a");
    }

    @Test
    void T4_twoCallsOfOneIdInOneTurnBothGetTheirResult() {
        model.then(calling(call("0", "search", "{\"text\":\"a\"}"), call("0", "search", "{\"text\":\"b\"}")))
                .then(ScriptedModel.answer("Done"));

        assertThat(texts(run().transcript().messages())).containsExactly("found a", "found b");
    }

    @Test
    void argumentsThatDoNotFitAreNotRunAndTheModelIsToldWhatIsWrong() {
        model.then(calling(call("c1", "search", "{\"txt\":\"SECRET\"}"))).then(ScriptedModel.answer("Done"));

        ToolResult result = Answers.results(run().transcript().messages()).get(0);

        assertThat(ran).isEmpty();
        assertThat(result.error()).isTrue();
        assertThat(result.text()).contains("text").doesNotContain("SECRET");
    }

    @Test
    void argumentsAreMendedForTheToolAndKeptAsTheyWereInTheHistory() {
        model.then(calling(call("c1", "search", "{\"text\":5}"))).then(ScriptedModel.answer("Done"));

        ToolTranscript transcript = run().transcript();

        assertThat(ran).containsExactly("5");
        assertThat(transcript.responses().get(0).toolCalls().get(0).arguments()).isEqualTo("{\"text\":5}");
    }

    @Test
    void theSameCallTwiceInATurnRunsOnceAndIsAnsweredTwice() {
        ToolCall[] calls = {
            call("c1", "search", "{\"text\":\"a\"}"),
            call("c2", "search", "{ \"text\" : \"a\" }"),
            call("c3", "search", "{\"text\":\"b\"}")
        };
        model.then(calling(calls)).then(ScriptedModel.answer("Done"));

        List<ToolResult> results = Answers.results(run().transcript().messages());

        assertThat(ran).containsExactly("a", "b");
        assertThat(results).extracting(ToolResult::callId).containsExactly("c1", "c2", "c3");
        assertThat(results).extracting(ToolResult::text).containsExactly("found a", "found a", "found b");

        ran.clear();
        model.then(calling(calls)).then(ScriptedModel.answer("Done"));
        ToolLoop.builder(toolbox)
                .parallelism(1)
                .duplicates(DuplicateCalls.RUN)
                .build()
                .run(model, ChatRequest.of("Hello"));
        assertThat(ran).containsExactly("a", "a", "b");
    }

    @Test
    void aModelThatNeverStopsCallingMeetsTheLimitAndTheLoopCanGoOn() {
        for (int i = 0; i < 3; i++) {
            model.then(calling(call("c" + i, "search", "{\"text\":\"" + i + "\"}")));
        }
        ToolLoop three = ToolLoop.builder(toolbox).maxRounds(3).build();

        ToolLoopResult result = three.run(model, ChatRequest.of("Hello"));

        assertThat(result).isInstanceOf(ToolLoopResult.LimitReached.class);
        assertThat(ran).containsExactly("0", "1");
        assertThat(((ToolLoopResult.LimitReached) result).response().toolCalls())
                .extracting(ToolCall::id)
                .containsExactly("c2");

        model.then(ScriptedModel.answer("Done"));
        ToolLoopResult further = three.run(
                model,
                ChatRequest.builder().messages(result.transcript().messages()).build());
        assertThat(further).isInstanceOf(ToolLoopResult.Completed.class);
        assertThat(ran).containsExactly("0", "1", "2");
    }

    @Test
    void aForcedCallIsForcedOnceOrTheModelCouldNeverAnswer() {
        model.then(calling(call("c1", "search", "{\"text\":\"a\"}"))).then(ScriptedModel.answer("Done"));
        ChatRequest request = ChatRequest.builder()
                .user("Hello")
                .tools(toolbox.tools())
                .toolChoice(ToolChoice.named("search"))
                .build();

        loop.run(model, request);

        assertThat(model.requests)
                .extracting(ChatRequest::toolChoice)
                .containsExactly(ToolChoice.named("search"), ToolChoice.AUTO);
    }

    @Test
    void theRequestSOwnFormOfAToolStandsBeforeTheToolboxS() {
        model.then(ScriptedModel.answer("Done"));
        Tool own = new Tool("search", "Looks for.", JsonSchema.EMPTY_OBJECT, true);

        loop.run(model, ChatRequest.builder().user("Hello").tools(List.of(own)).build());

        assertThat(model.requests.get(0).tools()).hasSize(2).contains(own);
    }

    @Test
    void eachRoundHasAnIdempotencyKeyOfItsOwn() {
        model.then(calling(call("c1", "search", "{\"text\":\"a\"}"))).then(ScriptedModel.answer("Done"));

        loop.run(
                model,
                ChatRequest.of("Hello"),
                CallContext.builder().idempotencyKey("key").build());

        assertThat(model.contexts).extracting(CallContext::idempotencyKey).containsExactly("key-1", "key-3");
    }

    @Test
    void aToolMayGiveBackTextPartsRecordsNothingAndFutures() {
        ImagePart image = new ImagePart(Media.of(new byte[] {1}, "image/png"));
        Toolbox many = Toolbox.builder()
                .tool("text", "", JsonSchema.EMPTY_OBJECT, json -> new StringBuilder("plain"))
                .tool("record", "", JsonSchema.EMPTY_OBJECT, json -> new Hit("a", new BigDecimal("1.50")))
                .tool("list", "", JsonSchema.EMPTY_OBJECT, json -> List.of(1, 2))
                .tool("map", "", JsonSchema.EMPTY_OBJECT, json -> Map.of("k", true))
                .tool("nothing", "", JsonSchema.EMPTY_OBJECT, json -> null)
                .tool("empty", "", JsonSchema.EMPTY_OBJECT, json -> Optional.empty())
                .tool("parts", "", JsonSchema.EMPTY_OBJECT, json -> List.<Part>of(new TextPart("see"), image))
                .tool("part", "", JsonSchema.EMPTY_OBJECT, json -> image)
                .tool("future", "", JsonSchema.EMPTY_OBJECT, json -> CompletableFuture.completedFuture("later"))
                .tool(
                        ToolDefinition.builder("result", "").build(),
                        (json, invocation) -> ToolResult.error(call("other", "other", "{}"), "no such order"))
                .build();
        model.then(calling(many.definitions().stream()
                        .map(tool -> call("c-" + tool.name(), tool.name(), "{}"))
                        .toArray(ToolCall[]::new)))
                .then(ScriptedModel.answer("Done"));

        List<ToolResult> results = Answers.results(ToolLoop.of(many)
                .run(model, ChatRequest.of("Hello"))
                .transcript()
                .messages());

        assertThat(results)
                .extracting(ToolResult::text)
                .containsExactly(
                        "plain",
                        "{\"title\":\"a\",\"score\":1.50}",
                        "[1,2]",
                        "{\"k\":true}",
                        "",
                        "",
                        "see",
                        "",
                        "later",
                        "no such order");
        assertThat(results.get(4).content()).isEmpty();
        assertThat(results.get(6).content()).containsExactly(new TextPart("see"), image);
        assertThat(results.get(7).content()).containsExactly(image);
        assertThat(results.get(9).callId()).isEqualTo("c-result");
        assertThat(results.get(9).error()).isTrue();
    }

    @Test
    void aResultThatTheOutputSchemaForbidsIsNotShownToTheModel() {
        ToolDefinition price = ToolDefinition.builder("price", "")
                .output(JsonSchema.of("{\"type\":\"object\",\"required\":[\"amount\"]}"))
                .build();
        model.then(calling(call("c1", "price", "{}")))
                .then(calling(call("c2", "price", "{}")))
                .then(calling(call("c3", "price", "{}")))
                .then(ScriptedModel.answer("Done"));
        List<Object> outputs = new ArrayList<>(Arrays.asList(
                "SECRET stack trace", Map.of("amount", 5), List.<Part>of(new TextPart("{}"), new TextPart(""))));

        List<ToolResult> results = Answers.results(ToolLoop.of(Toolbox.builder()
                        .tool(price, (json, invocation) -> outputs.remove(0))
                        .build())
                .run(model, ChatRequest.of("Hello"))
                .transcript()
                .messages());

        assertThat(results.get(0).error()).isTrue();
        assertThat(results.get(0).text()).doesNotContain("SECRET");
        assertThat(results.get(1).text()).isEqualTo("{\"amount\":5}");
        assertThat(results.get(2).error()).isTrue();
    }

    @Test
    void anExceptionTellsTheModelNothingUnlessItIsMadeForIt() {
        ToolDefinition failing = ToolDefinition.builder("fail", "").build();
        Toolbox box = Toolbox.builder()
                .tool(failing, (json, invocation) -> {
                    switch (invocation.call().id()) {
                        case "c1" -> throw new IllegalStateException("jdbc:password=SECRET");
                        case "c2" -> throw new ToolFailure("There is no order 17.");
                        default -> throw new StackOverflowError("SECRET");
                    }
                })
                .build();
        model.then(calling(
                        call("c1", "fail", "{\"a\":1}"),
                        call("c2", "fail", "{\"a\":2}"),
                        call("c3", "fail", "{\"a\":3}")))
                .then(ScriptedModel.answer("Done"));

        List<ToolResult> results = Answers.results(ToolLoop.of(box)
                .run(model, ChatRequest.of("Hello"))
                .transcript()
                .messages());

        assertThat(results).allSatisfy(result -> assertThat(result.error()).isTrue());
        assertThat(results)
                .extracting(ToolResult::text)
                .containsExactly("The tool fail failed.", "There is no order 17.", "The tool fail failed.");

        model.then(calling(call("c1", "fail", "{}"))).then(ScriptedModel.answer("Done"));
        ToolLoop telling = ToolLoop.builder(box)
                .failureText((tool, failure) ->
                        tool.name() + ": " + failure.getClass().getSimpleName())
                .build();
        assertThat(texts(
                        telling.run(model, ChatRequest.of("Hello")).transcript().messages()))
                .containsExactly("fail: IllegalStateException");

        model.then(calling(call("c1", "fail", "{}"))).then(ScriptedModel.answer("Done"));
        ToolLoop broken = ToolLoop.builder(box)
                .failureText((tool, failure) -> {
                    throw new IllegalStateException("in turn");
                })
                .build();
        assertThat(texts(broken.run(model, ChatRequest.of("Hello")).transcript().messages()))
                .containsExactly("The tool fail failed.");
    }

    @Test
    void anIdempotentToolIsTriedAgainAndAPermanentFailureIsNot() {
        List<Integer> attempts = new ArrayList<>();
        ToolDefinition flaky = ToolDefinition.builder("flaky", "")
                .retry(new ToolRetry(true, 3, java.time.Duration.ZERO))
                .build();
        Toolbox box = Toolbox.builder()
                .tool(flaky, (json, invocation) -> {
                    attempts.add(invocation.attempt());
                    if (json.contains("permanent")) {
                        throw ToolFailure.permanent("never");
                    }
                    if (invocation.attempt() < 3) {
                        throw new IllegalStateException();
                    }
                    return "at last " + invocation.idempotencyKey();
                })
                .build();
        model.then(calling(call("c1", "flaky", "{}")))
                .then(calling(call("c2", "flaky", "{\"permanent\":1}")))
                .then(ScriptedModel.answer("Done"));

        List<ToolResult> results = Answers.results(ToolLoop.of(box)
                .run(model, ChatRequest.of("Hello"))
                .transcript()
                .messages());

        assertThat(attempts).containsExactly(1, 2, 3, 1);
        assertThat(results.get(0).text()).startsWith("at last ").hasSize(8 + 64);
        assertThat(results.get(1).text()).isEqualTo("never");
    }

    @Test
    void theIdempotencyKeyOfACallIsTheSameInAnotherProcessAndNoOtherCallS() {
        List<String> keys = new ArrayList<>();
        Toolbox box = Toolbox.builder()
                .tool(ToolDefinition.builder("pay", "").build(), (json, invocation) -> {
                    keys.add(invocation.idempotencyKey());
                    return "paid";
                })
                .build();
        List<Message> history = List.of(
                Message.user("Pay"), calling(call("c1", "pay", "{\"a\":1}")).message());
        ChatRequest request = ChatRequest.builder().messages(history).build();
        for (String conversation : List.of("one", "one", "two")) {
            model.then(ScriptedModel.answer("Done"));
            ToolLoop.of(box)
                    .run(
                            model,
                            request,
                            CallContext.builder()
                                    .tag("conversation", conversation)
                                    .build());
        }

        assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
    }

    @Test
    void nonsenseInTheBuilderIsRefused() {
        assertThatThrownBy(() -> ToolLoop.builder(toolbox).maxRounds(0)).hasMessage("maxRounds: must be at least 1");
        assertThatThrownBy(() -> ToolLoop.builder(toolbox).parallelism(0))
                .hasMessage("parallelism: must be at least 1");
        assertThat(loop.toString()).isEqualTo("ToolLoop[Toolbox[search, now], maxRounds=10]");
    }
}
