package dev.portolan.tool;

import static dev.portolan.tool.Answers.call;
import static dev.portolan.tool.Answers.calling;
import static dev.portolan.tool.Answers.texts;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatRequest;
import dev.portolan.spi.ScriptedModel;
import dev.portolan.tool.ToolAuditEvent.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ToolAuditTest {

    private final List<ToolAuditEvent> events = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final ScriptedModel model = new ScriptedModel();
    private final List<String> ran = new ArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Toolbox toolbox = Toolbox.builder()
            .tool(
                    ToolDefinition.builder("pay", "")
                            .owner("billing")
                            .permission("pay.out")
                            .sensitivity(Sensitivity.HIGH)
                            .build(),
                    (json, invocation) -> {
                        ran.add(json);
                        nanos.addAndGet(Duration.ofMillis(7).toNanos());
                        if (json.contains("broken")) {
                            throw new IllegalStateException("SECRET");
                        }
                        return "SECRET result";
                    })
            .tool(
                    ToolDefinition.builder("flaky", "")
                            .retry(new ToolRetry(true, 2, Duration.ZERO))
                            .build(),
                    (json, invocation) -> {
                        if (invocation.attempt() == 1) {
                            throw new IllegalStateException();
                        }
                        return "ok";
                    })
            .tool(
                    ToolDefinition.builder("hang", "")
                            .timeout(Duration.ofMillis(20))
                            .build(),
                    (json, invocation) -> {
                        never.await();
                        return "";
                    })
            .build();
    private final CallContext context = CallContext.builder()
            .tenant("t1")
            .feature("support")
            .tag("conversation", "conv-1")
            .build();

    private ToolLoop loop(ToolGate gate, ToolAudit audit) {
        return ToolLoop.builder(toolbox)
                .gate(gate)
                .audit(audit)
                .parallelism(1)
                .clocks(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), nanos::get)
                .build();
    }

    private List<String> trail() {
        return events.stream()
                .map(event -> event.callId() + " " + event.step()
                        + (event.decision() == null ? "" : " " + event.decision() + " by " + event.actor())
                        + (event.outcome() == null ? "" : " " + event.outcome())
                        + (event.attempt() == 0 ? "" : " #" + event.attempt()))
                .toList();
    }

    @Test
    void aCallThatRunsLeavesFourSteps() {
        model.then(calling(call("c1", "pay", "{\"amount\":\"SECRET\"}"))).then(ScriptedModel.answer("Done"));

        loop(ToolGate.OPEN, events::add).run(model, ChatRequest.of("Hello"), context);

        assertThat(trail())
                .containsExactly(
                        "c1 REQUESTED", "c1 DECIDED ALLOWED by open", "c1 EXECUTING #1", "c1 EXECUTED SUCCEEDED #1");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.at()).isEqualTo(Instant.EPOCH);
            assertThat(event.conversation()).isEqualTo("conv-1");
            assertThat(event.turn()).isEqualTo(1);
            assertThat(event.tool()).isEqualTo("pay");
            assertThat(event.owner()).isEqualTo("billing");
            assertThat(event.permission()).isEqualTo("pay.out");
            assertThat(event.sensitivity()).isEqualTo(Sensitivity.HIGH);
            assertThat(event.argumentsDigest()).isEqualTo(Digest.of("{\"amount\":\"SECRET\"}"));
            assertThat(event.tenant()).isEqualTo("t1");
            assertThat(event.feature()).isEqualTo("support");
            assertThat(event.toString()).doesNotContain("SECRET");
        });
        assertThat(events.get(3).duration()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void everyDecisionLeavesAStepAndWhatDoesNotRunLeavesNoExecution() {
        model.then(calling(
                        call("c1", "nowhere", "{}"),
                        call("c2", "pay", "[]"),
                        call("c3", "pay", "{\"a\":1}"),
                        call("c4", "pay", "{\"a\":1}")))
                .then(ScriptedModel.answer("Done"));

        loop(ToolGate.named("law", request -> GateDecision.refuse("No.")), events::add)
                .run(model, ChatRequest.of("Hello"), context);

        assertThat(trail())
                .containsExactly(
                        "c1 REQUESTED",
                        "c2 REQUESTED",
                        "c3 REQUESTED",
                        "c4 REQUESTED",
                        "c1 DECIDED REJECTED by loop",
                        "c2 DECIDED REJECTED by loop",
                        "c3 DECIDED REFUSED by law",
                        "c4 DECIDED DUPLICATE by loop");
        assertThat(events.get(0).owner()).isNull();
        assertThat(events.get(0).sensitivity()).isNull();
    }

    @Test
    void aPauseAndWhatAHumanSaysAreOneTrailOverTwoRuns() {
        model.then(calling(call("c1", "pay", "{}"))).then(ScriptedModel.answer("Done"));
        ToolLoop loop = loop(ToolGate.ASK_WHEN_SENSITIVE, events::add);
        ToolLoopResult.Paused paused = (ToolLoopResult.Paused) loop.run(model, ChatRequest.of("Hello"), context);

        loop.resume(
                model,
                ChatRequest.builder().messages(paused.transcript().messages()).build(),
                List.of(paused.pending().get(0).approve("alice")),
                context);

        assertThat(trail())
                .containsExactly(
                        "c1 REQUESTED",
                        "c1 DECIDED ASKED by ask-when-sensitive",
                        "c1 DECIDED APPROVED by alice",
                        "c1 EXECUTING #1",
                        "c1 EXECUTED SUCCEEDED #1");
        assertThat(events).allSatisfy(event -> assertThat(event.turn()).isEqualTo(1));
    }

    @Test
    void attemptsAndFailuresAreToldEach() {
        model.then(calling(call("c1", "flaky", "{}"), call("c2", "pay", "{\"broken\":1}"), call("c3", "hang", "{}")))
                .then(ScriptedModel.answer("Done"));

        ToolLoop.builder(toolbox)
                .gate(ToolGate.OPEN)
                .audit(events::add)
                .parallelism(1)
                .build()
                .run(model, ChatRequest.of("Hello"), context);

        assertThat(trail())
                .containsSubsequence(
                        "c1 EXECUTING #1",
                        "c1 EXECUTED FAILED #1",
                        "c1 EXECUTING #2",
                        "c1 EXECUTED SUCCEEDED #2",
                        "c2 EXECUTING #1",
                        "c2 EXECUTED FAILED #1",
                        "c3 EXECUTING #1",
                        "c3 EXECUTED TIMED_OUT #1");
    }

    @Test
    void aCancelledCallIsToldAndSoIsOneWhoseResultIsForbidden() {
        Cancellation cancellation = new Cancellation();
        Toolbox box = Toolbox.builder()
                .tool(ToolDefinition.builder("stop", "").build(), (json, invocation) -> {
                    cancellation.cancel();
                    never.await();
                    return "";
                })
                .tool(
                        ToolDefinition.builder("wrong", "")
                                .output(dev.portolan.schema.JsonSchema.of("{\"type\":\"object\"}"))
                                .build(),
                        (json, invocation) -> "[]")
                .build();
        model.then(calling(call("c1", "wrong", "{}"), call("c2", "stop", "{}")));
        try {
            ToolLoop.builder(box)
                    .audit(events::add)
                    .parallelism(1)
                    .build()
                    .run(
                            model,
                            ChatRequest.of("Hello"),
                            context.toBuilder().cancellation(cancellation).build());
        } catch (ToolLoopFailed e) {
            assertThat(e.kind()).isEqualTo(dev.portolan.error.ErrorKind.CANCELLED);
        }
        assertThat(trail())
                .contains("c1 EXECUTED INVALID_RESULT #1")
                .endsWith("c2 EXECUTING #1", "c2 EXECUTED CANCELLED #1");
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() {
        for (Step failing : List.of(Step.DECIDED, Step.EXECUTING)) {
            model.then(calling(call("c1", "pay", "{}"))).then(ScriptedModel.answer("Done"));

            ToolLoopResult result = loop(ToolGate.OPEN, event -> {
                        if (event.step() == failing) {
                            throw new IllegalStateException("disk full");
                        }
                    })
                    .run(model, ChatRequest.of("Hello"), context);

            assertThat(ran).isEmpty();
            assertThat(texts(result.transcript().messages()))
                    .singleElement()
                    .asString()
                    .contains("could not be recorded");
        }
    }

    @Test
    void anAuditThatFailsAfterTheCallDoesNotLoseTheResult() {
        model.then(calling(call("c1", "pay", "{}"))).then(ScriptedModel.answer("Done"));

        ToolLoopResult result = loop(ToolGate.OPEN, event -> {
                    if (event.step() == Step.EXECUTED) {
                        throw new IllegalStateException("disk full");
                    }
                })
                .run(model, ChatRequest.of("Hello"), context);

        assertThat(texts(result.transcript().messages())).containsExactly("SECRET result");
    }

    @Test
    void theLogHoldsOneLineForEachStepAndNothingSecret() {
        Logger logger = (Logger) LoggerFactory.getLogger(LoggingToolAudit.LOGGER);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        logger.setAdditive(false);
        logger.addAppender(lines);
        lines.start();
        try {
            model.then(calling(call("c1", "pay", "{\"amount\":\"SECRET\"}"), call("c\n2", "no\nwhere\" x=y", "{}")))
                    .then(ScriptedModel.answer("Done"));
            loop(ToolGate.OPEN, new LoggingToolAudit().and(events::add)).run(model, ChatRequest.of("Hello"), context);
        } finally {
            logger.detachAppender(lines);
            logger.setAdditive(true);
        }
        List<String> logged =
                lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertThat(logged).hasSameSizeAs(events).noneMatch(line -> line.contains("SECRET") || line.contains("\n"));
        assertThat(logged.get(logged.size() - 1))
                .isEqualTo("step=executed tool=pay owner=billing permission=pay.out sensitivity=high call=c1"
                        + " conversation=conv-1 turn=1 arguments-sha256="
                        + events.get(0).argumentsDigest()
                        + " outcome=succeeded attempt=1 ms=7 tenant=t1 feature=support");
        assertThat(logged.get(1)).startsWith("step=requested tool=no_where__x=y call=c_2");
    }

    @Test
    void noLogAtAnyLevelHoldsArgumentsResultsOrMessagesOfExceptions() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.portolan");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Level before = logger.getLevel();
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        logger.addAppender(lines);
        lines.start();
        try {
            model.then(calling(
                            call("c1", "pay", "{\"broken\":\"SECRET\"}"),
                            call("c2", "pay", "{\"a\":\"SECRET\"}"),
                            call("c3", "pay", "[\"SECRET\"]")))
                    .then(ScriptedModel.answer("SECRET"));
            ToolLoop.builder(toolbox)
                    .gate(request -> {
                        if (request.arguments().contains("broken")) {
                            return GateDecision.ALLOW;
                        }
                        throw new IllegalStateException("SECRET " + request.arguments());
                    })
                    .audit(new LoggingToolAudit().and(event -> {
                        throw new IllegalStateException("SECRET");
                    }))
                    .failureText((tool, failure) -> {
                        throw new IllegalStateException("SECRET");
                    })
                    .build()
                    .run(model, ChatRequest.of("SECRET"), context);
        } finally {
            logger.detachAppender(lines);
            logger.setAdditive(true);
            logger.setLevel(before);
        }
        assertThat(lines.list).isNotEmpty().noneSatisfy(line -> {
            assertThat(line.getFormattedMessage() + line.getThrowableProxy()).contains("SECRET");
        });
    }
}
