package dev.portolan.evidence.recording;

import static dev.portolan.evidence.recording.ScriptedModel.answer;
import static dev.portolan.evidence.recording.ScriptedModel.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.Message;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.Usage;
import dev.portolan.chat.VendorState;
import dev.portolan.error.Cancelled;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.RateLimited;
import dev.portolan.error.ReplayMiss;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.error.TimedOut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordReplayTest {

    private static final ChatRequest CAPITAL = ChatRequest.builder()
            .system("Answer with one word.")
            .user("What is the capital of France?")
            .temperature(0.2)
            .build();

    private static final LlmException LIMITED = ErrorDetails.builder("Too many requests")
            .provider("openai")
            .model("gpt-4o-mini")
            .status(429)
            .vendorCode("rate_limit_exceeded")
            .vendorMessage("Rate limit reached for gpt-4o-mini")
            .retryAfter(Duration.ofSeconds(20))
            .toException(ErrorKind.RATE_LIMITED);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("calls.jsonl");
    }

    private ChatModel recording(ChatModel model) {
        return new RecordingChatModel(model, "assistant", Recorder.builder(file).build());
    }

    private ReplayChatModel replay() {
        return replaying().build();
    }

    private ReplayChatModel.Builder replaying() {
        return ReplayChatModel.builder(Recordings.read(file));
    }

    private static List<ChatEvent> read(ChatStream stream) {
        List<ChatEvent> events = new ArrayList<>();
        try (stream) {
            stream.iterator().forEachRemaining(events::add);
        }
        return events;
    }

    @Test
    void aReplayedAnswerEqualsTheRecordedOne() {
        ChatResponse rich = answer(
                new ReasoningPart("France, so Paris.", new VendorState("openai/responses", "{\"id\":\"rs_1\"}")),
                new TextPart("Paris"),
                new ToolCall("call_7", "map", "{\"city\": \"Paris\" , \"zoom\": 1.50}"),
                new RefusalPart("No more."));
        ChatResponse first = recording(ScriptedModel.inTurn(rich)).chat(CAPITAL);

        ChatResponse again = replay().chat(CAPITAL);

        assertThat(again).isEqualTo(first).isEqualTo(rich);
        assertThat(again.vendorMetadata()).isEqualTo(rich.vendorMetadata());
    }

    @Test
    void aReplayedStreamGivesTheSameEvents() {
        ToolCall call = new ToolCall("call_1", "weather", "{\"city\":\"Paris\"}");
        ChatResponse whole = answer(new TextPart("Let me see. \uD83D\uDE00"), call);
        ScriptedModel model = ScriptedModel.inTurn(events(
                new ChatEvent.ReasoningDelta("hm", 0),
                new ChatEvent.TextDelta("Let me ", 1),
                new ChatEvent.TextDelta("see. \uD83D", 1),
                new ChatEvent.TextDelta("\uDE00", 1),
                new ChatEvent.ToolCallDelta(2, "call_1", "weather", ""),
                new ChatEvent.ToolCallDelta(2, null, null, "{\"city\":"),
                new ChatEvent.ToolCallDelta(2, null, null, "\"Paris\"}"),
                new ChatEvent.Other("ping", "{\"n\": 1}"),
                new ChatEvent.ToolCallCompleted(call, 2),
                new ChatEvent.UsageReported(
                        Usage.builder().inputTokens(3L).outputTokens(4L).build()),
                new ChatEvent.Completed(whole)));
        List<ChatEvent> live = read(recording(model).stream(CAPITAL));

        List<ChatEvent> replayed = read(replay().stream(CAPITAL));

        assertThat(live).hasSize(11);
        assertThat(replayed).isEqualTo(live);
    }

    @Test
    void theNthEqualRequestGetsTheNthRecording() {
        ChatModel model = recording(ScriptedModel.inTurn(answer("Paris"), answer("Lutetia")));
        model.chat(CAPITAL);
        model.chat(CAPITAL);

        ReplayChatModel replay = replay();

        assertThat(replay.chat(CAPITAL).text()).isEqualTo("Paris");
        assertThat(replay.chat(CAPITAL).text()).isEqualTo("Lutetia");
        assertThatExceptionOfType(ReplayMiss.class)
                .isThrownBy(() -> replay.chat(CAPITAL))
                .withMessageContaining("asked 3 times, recorded 2");
    }

    @Test
    void aLenientReplayGivesTheLastRecordingAgain() {
        ChatModel model = recording(ScriptedModel.inTurn(answer("Paris"), answer("Lutetia")));
        model.chat(CAPITAL);
        model.chat(CAPITAL);

        ReplayChatModel replay = replaying().onMiss(OnMiss.LENIENT).build();

        replay.chat(CAPITAL);
        replay.chat(CAPITAL);
        assertThat(replay.chat(CAPITAL).text()).isEqualTo("Lutetia");
        assertThatThrownBy(() -> replay.chat(ChatRequest.of("Never asked"))).isInstanceOf(ReplayMiss.class);
    }

    @Test
    void aLenientReplayAsksTheLiveModelForWhatIsUnknown() {
        recording(ScriptedModel.inTurn(answer("Paris"))).chat(CAPITAL);
        ScriptedModel live = ScriptedModel.inTurn(answer("Rome"), events(new ChatEvent.Completed(answer("Oslo"))));
        ReplayChatModel replay = replaying().onMiss(OnMiss.LENIENT).live(live).build();

        assertThat(replay.chat(CAPITAL).text()).isEqualTo("Paris");
        assertThat(replay.chat(ChatRequest.of("And of Italy?")).text()).isEqualTo("Rome");
        assertThat(read(replay.stream(ChatRequest.of("And of Norway?")))).hasSize(1);
        assertThat(live.calls()).isEqualTo(2);
        assertThat(replay.info()).isEqualTo(live.info());
        assertThat(replay.check(CAPITAL)).isEmpty();
        assertThat(replay.tokenCounter()).isNull();
    }

    @Test
    void aFailureIsThrownAgainAsTheClassItWas() {
        ChatModel model = recording(ScriptedModel.inTurn(LIMITED, answer("Paris")));
        assertThatThrownBy(() -> model.chat(CAPITAL)).isSameAs(LIMITED);
        model.chat(CAPITAL);

        ReplayChatModel replay = replay();

        assertThatExceptionOfType(RateLimited.class)
                .isThrownBy(() -> replay.chat(CAPITAL))
                .satisfies(again -> {
                    assertThat(again.details()).isEqualTo(LIMITED.details());
                    assertThat(again.retryAfter()).isEqualTo(Duration.ofSeconds(20));
                    assertThat(again).hasMessage(LIMITED.getMessage());
                });
        assertThat(replay.chat(CAPITAL).text()).isEqualTo("Paris");
    }

    @Test
    void aBrokenStreamBreaksAgainAfterTheSameEvents() {
        ChatResponse partial = answer("Par");
        LlmException broken = ErrorDetails.builder("The stream ended without finish marker")
                .provider("openai")
                .model("gpt-4o-mini")
                .outputBegun(true)
                .partialResponse(partial)
                .toException(ErrorKind.STREAM_INTERRUPTED);
        ChatModel model = recording(ScriptedModel.inTurn(events(new ChatEvent.TextDelta("Par", 0), broken)));
        assertThatThrownBy(() -> model.stream(CAPITAL).response()).isSameAs(broken);

        try (ChatStream again = replay().stream(CAPITAL)) {
            assertThat(again.next()).isEqualTo(new ChatEvent.TextDelta("Par", 0));
            assertThatExceptionOfType(StreamInterrupted.class)
                    .isThrownBy(again::next)
                    .satisfies(e -> assertThat(e.partialResponse()).isEqualTo(partial));
        }
        assertThatThrownBy(() -> replay().chat(CAPITAL)).isInstanceOf(StreamInterrupted.class);
    }

    @Test
    void aStreamThatIsRefusedAtOnceIsRecordedToo() {
        ChatModel model = recording(ScriptedModel.inTurn(LIMITED));
        assertThatThrownBy(() -> model.stream(CAPITAL)).isSameAs(LIMITED);

        assertThatThrownBy(() -> replay().stream(CAPITAL).next()).isInstanceOf(RateLimited.class);
    }

    @Test
    void aBlockingRecordingServesAStream() {
        ToolCall good = new ToolCall("call_1", "weather", "{\"city\":\"Paris\"}");
        ToolCall torn = new ToolCall("call_2", "weather", "{\"city\":");
        ToolCall hosted = new ToolCall("ws_1", "web_search", "{}", false, true, null);
        ChatResponse whole =
                answer(new TextPart("Paris"), new ReasoningPart("hm"), new RefusalPart("No."), good, torn, hosted);
        recording(ScriptedModel.inTurn(whole)).chat(CAPITAL);

        assertThat(read(replay().stream(CAPITAL)))
                .containsExactly(
                        new ChatEvent.ReasoningDelta("hm", 1),
                        new ChatEvent.TextDelta("Paris", 0),
                        new ChatEvent.RefusalDelta("No.", 2),
                        new ChatEvent.ToolCallDelta(3, "call_1", "weather", "{\"city\":\"Paris\"}"),
                        new ChatEvent.ToolCallDelta(4, "call_2", "weather", "{\"city\":"),
                        new ChatEvent.ToolCallCompleted(good, 3),
                        new ChatEvent.UsageReported(whole.usage()),
                        new ChatEvent.Completed(whole));
    }

    @Test
    void aStreamedRecordingServesABlockingCall() {
        ChatResponse whole = answer("Paris");
        read(
                recording(ScriptedModel.inTurn(
                                events(new ChatEvent.TextDelta("Paris", 0), new ChatEvent.Completed(whole))))
                        .stream(CAPITAL));

        assertThat(replay().chat(CAPITAL)).isEqualTo(whole);
    }

    @Test
    void aConversationOfReplayedAnswersIsFoundAgain() {
        ChatModel model = recording(ScriptedModel.inTurn(
                answer(new ToolCall("made-up-1", "mail", "{\"to\":\"ann@example.org\"}", true, false, null)),
                answer("Sent to ann@example.org.")));
        assertThat(converse(model)).isEqualTo("Sent to ann@example.org.");

        assertThat(converse(replay())).isEqualTo("Sent to [e-mail].");
    }

    private static String converse(ChatModel model) {
        ChatRequest ask = ChatRequest.of("Write to ann@example.org");
        AssistantMessage said = model.chat(ask).message();
        ToolCall call = said.toolCalls().get(0);
        return model.chat(ask.toBuilder()
                        .add(said)
                        .add(Message.toolResults(ToolResult.of(call, "mailed to ann@example.org")))
                        .build())
                .text();
    }

    @Test
    void aMissShowsFieldsAndNeverAPrompt() {
        recording(ScriptedModel.inTurn(answer("Paris"))).chat(CAPITAL);
        ChatRequest other = CAPITAL.toBuilder()
                .messages(List.of(
                        Message.system("Answer with one word."), Message.user("What is the capital of Freedonia?")))
                .temperature(0.7)
                .maxOutputTokens(5)
                .build();

        ReplayChatModel replay = replay();

        assertThatExceptionOfType(ReplayMiss.class)
                .isThrownBy(() -> replay.stream(other).response())
                .satisfies(miss -> {
                    assertThat(miss)
                            .hasMessageContaining("differs in messages[1].parts[0].text, temperature, maxOutputTokens")
                            .hasMessageContaining("the nearest of 1 in " + file)
                            .hasMessageContaining("explain(request)");
                    assertThat(miss.toString()).doesNotContain("Freedonia", "capital", "France", "Paris");
                    assertThat(miss.vendorMessage()).contains("- What is the capital of France?", "+ 0.7");
                });
        ReplayReport report = replay.explain(other);
        assertThat(report.nearest()).isNotNull();
        assertThat(report.toString()).doesNotContain("Freedonia", "France").contains("temperature differs");
        assertThat(report.diff()).isEqualTo("""
                        messages[1].parts[0].text
                        - What is the capital of France?
                        + What is the capital of Freedonia?
                        temperature
                        - 0.2
                        + 0.7
                        maxOutputTokens
                        + 5
                        """);
        assertThat(report.differences().get(2)).hasToString("maxOutputTokens is not set in the recording");
    }

    @Test
    void theNearestOfManyIsTheMostAlike() {
        ChatModel model = recording(new ScriptedModel(request -> answer("yes")));
        model.chat(ChatRequest.of("Summarise the report of the year 2019"));
        model.chat(CAPITAL);
        model.chat(ChatRequest.of("Entirely different"));

        ReplayReport report = replay().explain(ChatRequest.of("Summarise the report of the year 2020"));

        assertThat(report.recordings()).isEqualTo(3);
        assertThat(report.nearest()).isNotNull();
        assertThat(report.nearest().request()).isEqualTo(ChatRequest.of("Summarise the report of the year 2019"));
        assertThat(report.repeats()).isZero();
    }

    @Test
    void aNameWithoutRecordingsIsToldApartFromARequestWithout() {
        recording(ScriptedModel.inTurn(answer("Paris"))).chat(CAPITAL);

        assertThatThrownBy(() -> replaying().name("judge").build().chat(CAPITAL))
                .isInstanceOf(ReplayMiss.class)
                .hasMessageContaining("are of assistant, none of judge");
        assertThat(replaying().name("assistant").build().chat(CAPITAL).text()).isEqualTo("Paris");
        assertThatThrownBy(() -> ReplayChatModel.builder(new Recordings(List.of(), "nowhere"))
                        .build()
                        .chat(CAPITAL))
                .hasMessageContaining("there are none in nowhere");
    }

    @Test
    void aStreamThatWasLeftEarlyReplaysUpToThere() {
        ChatModel model = recording(
                ScriptedModel.inTurn(events(new ChatEvent.TextDelta("Pa", 0), new ChatEvent.TextDelta("ris", 0))));
        try (ChatStream stream = model.stream(CAPITAL)) {
            stream.next();
        }

        assertThat(Recordings.read(file).list().get(0).leftEarly()).isTrue();
        ChatStream again = replay().stream(CAPITAL);
        assertThat(again.next()).isEqualTo(new ChatEvent.TextDelta("Pa", 0));
        assertThatThrownBy(again::next).isInstanceOf(ReplayMiss.class).hasMessageContaining("closed by its reader");
        assertThatThrownBy(() -> replay().chat(CAPITAL)).isInstanceOf(ReplayMiss.class);
    }

    @Test
    void whatIsNoCallIsNotRecorded() {
        IllegalStateException bug = new IllegalStateException("a mistake in a program");
        ChatModel model = recording(ScriptedModel.inTurn(bug, events(bug), events(), answer("Paris")));

        assertThatThrownBy(() -> model.chat(CAPITAL)).isSameAs(bug);
        assertThatThrownBy(() -> model.stream(CAPITAL).next()).isSameAs(bug);
        model.stream(CAPITAL).close();
        model.chat(CAPITAL);

        assertThat(Recordings.read(file).list()).hasSize(1);
    }

    @Test
    void aCancelledCallIsRecordedButNotReplayed() {
        LlmException cancelled = ErrorDetails.builder("Cancelled").toException(ErrorKind.CANCELLED);
        ChatModel model = recording(ScriptedModel.inTurn(cancelled, answer("Paris")));
        assertThatThrownBy(() -> model.chat(CAPITAL)).isInstanceOf(Cancelled.class);
        model.chat(CAPITAL);

        assertThat(Recordings.read(file).list()).hasSize(2);
        assertThat(replay().chat(CAPITAL).text()).isEqualTo("Paris");
    }

    @Test
    void timesAndContextAreRecordedAndCredentialsAreNot() throws Exception {
        AtomicLong nanos = new AtomicLong();
        ScriptedModel model = new ScriptedModel(request -> {
            nanos.addAndGet(250_000_000);
            return answer("Paris");
        });
        ChatModel recording = new RecordingChatModel(
                model,
                "assistant",
                Recorder.builder(file).build(),
                null,
                Clock.fixed(Instant.parse("2026-02-03T04:05:06Z"), ZoneOffset.UTC),
                nanos::get);

        recording.chat(
                CAPITAL,
                CallContext.builder()
                        .tenant("acme")
                        .feature("quiz")
                        .taskKey("capital")
                        .stickinessKey("ann@example.org")
                        .tag("region", "eu")
                        .credentials(dev.portolan.chat.Credentials.apiKey("not-to-be-seen"))
                        .build());

        Recording made = Recordings.read(file).list().get(0);
        assertThat(made.startedAt()).isEqualTo("2026-02-03T04:05:06Z");
        assertThat(made.took()).isEqualTo(Duration.ofMillis(250));
        assertThat(made.name()).isEqualTo("assistant");
        assertThat(made.context().tenant()).isEqualTo("acme");
        assertThat(made.context().stickinessKey()).isEqualTo("[e-mail]");
        assertThat(made.context().tags()).containsEntry("region", "eu");
        assertThat(Files.readString(file)).doesNotContain("not-to-be-seen", "ann@example.org");
        assertThat(made)
                .hasToString("Recording[assistant, 2026-02-03T04:05:06Z, " + CAPITAL + ", " + answer("Paris") + "]");
    }

    @Test
    void aReplayWithRecordedTimingKeepsTheDistanceOfEvents() {
        Recording slow = Recording.builder(CAPITAL)
                .took(Duration.ofMillis(60))
                .streamed(
                        List.of(
                                new TimedEvent(Duration.ofMillis(20), new ChatEvent.TextDelta("Pa", 0)),
                                new TimedEvent(Duration.ofMillis(60), new ChatEvent.Completed(answer("Pa")))),
                        null)
                .build();
        ReplayChatModel replay = timed(slow);

        long startedAt = System.nanoTime();
        List<ChatEvent> events = read(replay.stream(CAPITAL, CallContext.withTimeout(Duration.ofSeconds(30))));
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
        assertThat(events).hasSize(2);

        startedAt = System.nanoTime();
        replay.chat(CAPITAL);
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }

    private static ReplayChatModel timed(Recording... recordings) {
        return ReplayChatModel.builder(new Recordings(List.of(recordings), "memory"))
                .timing(ReplayTiming.RECORDED)
                .onMiss(OnMiss.LENIENT)
                .build();
    }

    private static Recording endless() {
        return Recording.builder(CAPITAL)
                .took(Duration.ofHours(2))
                .streamed(
                        List.of(
                                new TimedEvent(Duration.ZERO, new ChatEvent.ReasoningDelta("h", 0)),
                                new TimedEvent(Duration.ZERO, new ChatEvent.ReasoningDelta("m", 0)),
                                new TimedEvent(Duration.ZERO, new ChatEvent.TextDelta("P", 1)),
                                new TimedEvent(Duration.ZERO, new ChatEvent.TextDelta("a", 1)),
                                new TimedEvent(Duration.ZERO, new ChatEvent.RefusalDelta("n", 2)),
                                new TimedEvent(Duration.ZERO, new ChatEvent.RefusalDelta("o", 2)),
                                new TimedEvent(Duration.ofHours(2), new ChatEvent.Completed(answer("Pa")))),
                        null)
                .build();
    }

    @Test
    void cancellingEndsARecordedWaitWithWhatHadCome() {
        Cancellation cancellation = new Cancellation();
        ChatStream stream = timed(endless()).stream(
                CAPITAL, CallContext.builder().cancellation(cancellation).build());
        for (int i = 0; i < 6; i++) {
            stream.next();
        }
        CompletableFuture<Void> later = CompletableFuture.runAsync(cancellation::cancel);

        assertThatExceptionOfType(Cancelled.class).isThrownBy(stream::next).satisfies(e -> {
            assertThat(e.partialResponse()).isNotNull();
            assertThat(e.partialResponse().message().parts())
                    .containsExactly(new ReasoningPart("hm"), new TextPart("Pa"), new RefusalPart("no"));
            assertThat(e.outputBegun()).isTrue();
        });
        later.join();
        assertThatThrownBy(() -> timed(endless())
                        .chat(
                                CAPITAL,
                                CallContext.builder().cancellation(cancellation).build()))
                .isInstanceOf(Cancelled.class);
    }

    @Test
    void aDeadlineEndsARecordedWait() {
        CallContext brief = CallContext.withTimeout(Duration.ofMillis(20));
        assertThatThrownBy(() -> timed(endless()).chat(CAPITAL, brief)).isInstanceOf(TimedOut.class);

        AtomicLong nanos = new AtomicLong();
        CallContext late = CallContext.builder()
                .deadline(Deadline.in(Duration.ofNanos(1), nanos::get))
                .build();
        nanos.set(5);
        recording(ScriptedModel.inTurn(answer("Paris"))).chat(CAPITAL);
        assertThatThrownBy(() -> replay().stream(CAPITAL, late).next()).isInstanceOf(TimedOut.class);
    }

    @Test
    void closingEndsARecordedWaitQuietly() {
        ChatStream stream = timed(endless()).stream(CAPITAL);
        for (int i = 0; i < 6; i++) {
            stream.next();
        }
        CompletableFuture<Void> later = CompletableFuture.runAsync(stream::close);

        assertThat(stream.next()).isNull();
        later.join();
    }

    @Test
    void anInterruptEndsARecordedWait() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> timed(endless()).chat(CAPITAL)).isInstanceOf(Cancelled.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> ReplayChatModel.builder(new Recordings(List.of(), "x"))
                        .onMiss(OnMiss.LIVE)
                        .build())
                .hasMessageContaining("no live model");
        assertThatThrownBy(() -> Recording.builder(CAPITAL).build()).isInstanceOf(IllegalStateException.class);
        TimedEvent last = new TimedEvent(Duration.ZERO, new ChatEvent.Completed(answer("a")));
        assertThatThrownBy(() -> Recording.builder(CAPITAL).streamed(List.of(last, last), null))
                .hasMessageContaining("nothing follows");
        assertThatThrownBy(() -> Recording.builder(CAPITAL).streamed(List.of(last), LIMITED))
                .hasMessageContaining("did not fail");
        assertThatThrownBy(() -> new TimedEvent(Duration.ofMillis(-1), last.event()))
                .hasMessageContaining("negative");
        Recording made = Recording.builder(CAPITAL).failed(LIMITED).build();
        assertThat(made.toBuilder().name("x").build().error()).isSameAs(LIMITED);
        assertThat(made.toString()).contains("rate-limited");
        assertThat(replayable(made).toString()).contains("memory");
    }

    private static ReplayChatModel replayable(Recording recording) {
        return timed(recording);
    }
}
