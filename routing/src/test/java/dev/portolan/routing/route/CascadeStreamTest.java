package dev.portolan.routing.route;

import static dev.portolan.routing.route.Scripted.error;
import static dev.portolan.routing.route.Scripted.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.error.Cancelled;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.InvalidRequest;
import dev.portolan.error.LlmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CascadeStreamTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");
    private static final ChatEvent USAGE = new ChatEvent.UsageReported(Usage.of(12, 5));

    private final Scripted cheap = new Scripted("small");
    private final Scripted strong = new Scripted("large");
    private final Scripted judge = new Scripted("judging");
    private final CascadeModel model = cascade(strong, Acceptance.FREE);

    private CascadeModel cascade(Scripted last, List<Acceptance> checks) {
        return new CascadeModel(
                        "extract", List.of(new Target("cheap", cheap), new Target("strong", last)), checks, null)
                .bufferingStreams();
    }

    private static List<String> outcomes(List<Attempt> trail) {
        return trail.stream().map(one -> one.model() + " " + one.outcome()).toList();
    }

    private static List<ChatEvent> events(ChatStream stream) {
        List<ChatEvent> events = new ArrayList<>();
        stream.forEach(events::add);
        return events;
    }

    @Test
    void anAnswerThatWillDoIsGivenWithAllItsEvents() {
        ChatEvent call = new ChatEvent.ToolCallCompleted(new ToolCall("c1", "book", "{}"), 1);
        cheap.then(List.of(text("Hi "), text("you"), call, USAGE, cheap.answer("Hi you")));

        try (ChatStream stream = model.stream(REQUEST)) {
            List<ChatEvent> events = events(stream);

            assertThat(events).hasSize(5).startsWith(text("Hi "), text("you"), call, USAGE);
            assertThat(events.get(4)).isInstanceOf(ChatEvent.Completed.class);
            assertThat(stream.response().text()).isEqualTo("Hi you");
            assertThat(outcomes(stream.response().attempts())).containsExactly("small ok");
        }
        assertThat(strong.calls()).isZero();
    }

    @Test
    void nobodyIsAskedBeforeTheFirstPull() {
        model.stream(REQUEST).close();

        assertThat(cheap.calls()).isZero();
    }

    @Test
    void ofAnAnswerThatWillNotDoNothingIsSeen() {
        cheap.then(List.of(text("I"), cheap.answer("I", FinishReason.Kind.LENGTH)));
        strong.then(List.of(text("It "), text("is"), USAGE, strong.answer("It is")));

        try (ChatStream stream = model.stream(REQUEST)) {
            assertThat(stream.next()).isEqualTo(text("It "));
            assertThat(stream.next()).isEqualTo(text("is"));

            ChatResponse response = stream.response();
            assertThat(outcomes(response.attempts())).containsExactly("small ok", "large ok");
            assertThat(response.attempts().get(0).note()).isEqualTo("not taken: the answer was cut");
            assertThat(response.attempts().get(0).usage()).isEqualTo(Usage.of(12, 5));
            assertThat(response.warnings()).extracting(Warning::code).containsExactly("escalated");
        }
    }

    @Test
    void theLastModelIsHandedOnAsItComes() {
        cheap.then(List.of(cheap.answer("")));
        strong.then(List.of(text("It "), error(ErrorKind.UNAVAILABLE)));

        try (ChatStream stream = model.stream(REQUEST)) {
            assertThat(stream.next()).isEqualTo(text("It "));
            assertThatThrownBy(stream::next).isInstanceOfSatisfying(LlmException.class, e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
                assertThat(outcomes(e.attempts())).containsExactly("small ok", "large unavailable");
            });
        }
    }

    @Test
    void aCheapModelThatBreaksOffIsFollowedByTheNext() {
        cheap.then(List.of(text("I"), error(ErrorKind.UNAVAILABLE)));
        strong.then(List.of(text("It"), strong.answer("It")));

        try (ChatStream stream = model.stream(REQUEST)) {
            assertThat(stream.next()).isEqualTo(text("It"));
            assertThat(outcomes(stream.response().attempts())).containsExactly("small unavailable", "large ok");
            assertThat(stream.response().warnings()).extracting(Warning::code).containsExactly("fell-back");
        }
    }

    @Test
    void aRequestThatIsWrongGoesNowhereElse() {
        cheap.then(error(ErrorKind.INVALID_REQUEST));

        try (ChatStream stream = model.stream(REQUEST)) {
            assertThatThrownBy(stream::next).isInstanceOf(InvalidRequest.class);
        }
        assertThat(strong.calls()).isZero();
    }

    @Test
    void whenAllFailTheErrorTellsOfAll() {
        cheap.then(error(ErrorKind.UNAVAILABLE));
        strong.then(error(ErrorKind.RATE_LIMITED));

        try (ChatStream stream = model.stream(REQUEST)) {
            assertThatThrownBy(stream::next).isInstanceOfSatisfying(LlmException.class, e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.ATTEMPTS_EXHAUSTED);
                assertThat(outcomes(e.attempts())).containsExactly("small unavailable", "large rate-limited");
            });
        }
    }

    @Test
    void anAnswerThatWillNotDoIsGivenWhereNobodyElseCanTakeTheRequest() {
        Scripted plain = new Scripted(ModelInfo.builder("acme", "plain")
                .capability(Capability.TOOLS, false)
                .build());
        cheap.then(List.of(text("I"), cheap.answer("I", FinishReason.Kind.LENGTH)));
        ChatRequest tools = REQUEST.toBuilder()
                .tools(List.of(Tool.of("book", "Books", "{\"type\":\"object\"}")))
                .build();

        try (ChatStream stream = cascade(plain, Acceptance.FREE).stream(tools)) {
            assertThat(stream.next()).isEqualTo(text("I"));
            assertThat(stream.response().warnings()).extracting(Warning::code).containsExactly("not-escalated");
        }
    }

    @Test
    void withoutAnAttemptLeftTheAnswerIsKept() {
        cheap.then(List.of(text("I"), cheap.answer("I", FinishReason.Kind.LENGTH)));
        CallContext once =
                CallContext.builder().attemptBudget(new AttemptBudget(1)).build();

        try (ChatStream stream = model.stream(REQUEST, once)) {
            assertThat(stream.response().text()).isEqualTo("I");
            assertThat(stream.response().warnings().get(0).message()).endsWith("no attempt or time is left");
        }
    }

    @Test
    void aCloseWhileTheCheapAnswerIsCollectedEndsItQuietly() {
        List<ChatStream> open = new ArrayList<>();
        cheap.then((Scripted.Step) context -> {
            open.get(0).close();
            return List.of(text("I"), cheap.answer("I"));
        });
        ChatStream stream = model.stream(REQUEST);
        open.add(stream);

        assertThat(stream.next()).isNull();
        assertThat(strong.calls()).isZero();
    }

    @Test
    void aCloseWhileTheLastModelStreamsClosesThatStream() {
        cheap.then(List.of(cheap.answer("")));
        strong.then(List.of(text("It "), text("is"), strong.answer("It is")));
        ChatStream stream = model.stream(REQUEST);

        assertThat(stream.next()).isEqualTo(text("It "));
        stream.close();

        assertThat(stream.next()).isNull();
    }

    @Test
    void aCancelledCallGoesNoFurther() {
        Cancellation cancellation = new Cancellation();
        cheap.then((Scripted.Step) context -> {
            cancellation.cancel();
            return error(ErrorKind.CANCELLED);
        });

        try (ChatStream stream = model.stream(
                REQUEST, CallContext.builder().cancellation(cancellation).build())) {
            assertThatThrownBy(stream::next).isInstanceOf(Cancelled.class);
        }
        assertThat(strong.calls()).isZero();
    }

    @Test
    void aCloseWhileTheAnswerIsJudgedStopsTheJudge() {
        List<Acceptance> checks = new ArrayList<>(Acceptance.FREE);
        checks.add(Acceptance.judged(new Target("judge", judge), JudgeRules.DEFAULT));
        List<ChatStream> open = new ArrayList<>();
        List<Boolean> stopped = new ArrayList<>();
        cheap.then(List.of(text("Hi"), cheap.answer("Hi")));
        judge.then((Scripted.Step) context -> {
            open.get(0).close();
            Cancellation cancellation = context.cancellation();
            stopped.add(cancellation != null && cancellation.isCancelled());
            return error(ErrorKind.CANCELLED);
        });
        ChatStream stream = cascade(strong, checks).stream(REQUEST);
        open.add(stream);

        assertThat(stream.next()).isNull();
        assertThat(stopped).containsExactly(true);
        assertThat(strong.calls()).isZero();
    }
}
