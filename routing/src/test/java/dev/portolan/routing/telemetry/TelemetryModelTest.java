package dev.portolan.routing.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.routing.monitor.Monitor;
import dev.portolan.routing.route.FallbackRouter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TelemetryModelTest {

    private static final String PROMPT = "the secret prompt";
    private static final ChatRequest REQUEST = ChatRequest.of(PROMPT);
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> told = new ArrayList<>();
    private final List<CallEvent> events = new ArrayList<>();
    private final CallListener listener = new CallListener() {
        @Override
        public void called(CallEvent event) {
            told.add(event.name() + " " + event.outcome());
            events.add(event);
        }

        @Override
        public void attempted(CallEvent event, Attempt attempt) {
            told.add("  " + attempt.outcome());
        }
    };

    /** Answers after 20 ms, a stream after 5 and 20 ms; or fails. */
    private final class Slow implements ChatModel {
        private @Nullable LlmException mood;

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            nanos.addAndGet(20_000_000);
            if (mood != null) {
                throw mood;
            }
            return ChatResponse.builder()
                    .provider("acme")
                    .model("large-1-0801")
                    .message(Message.assistant("the secret answer"))
                    .finishReason(new FinishReason(FinishReason.Kind.STOP, "stop"))
                    .usage(Usage.of(3, 4))
                    .build();
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            return new ChatStream() {
                private int pulls;

                @Override
                protected ChatEvent pull() {
                    if (pulls++ > 0) {
                        return new ChatEvent.Completed(chat(request, context));
                    }
                    nanos.addAndGet(5_000_000);
                    return new ChatEvent.TextDelta("the secret", 0);
                }

                @Override
                protected void abort() {}
            };
        }

        @Override
        public ModelInfo info() {
            return ModelInfo.builder("acme", "large-1").build();
        }
    }

    private final Slow slow = new Slow();

    private ChatModel model(CallListener... listeners) {
        return new TelemetryModel(slow, "assistant", List.of(listeners), Clock.fixed(NOON, ZoneOffset.UTC), nanos::get);
    }

    @Test
    void aCallIsToldOnceWithAllThatIsKnownAndNothingSecret() {
        model(listener)
                .chat(
                        REQUEST,
                        CallContext.builder()
                                .tenant("acme corp")
                                .feature("triage")
                                .taskKey("label")
                                .tag("team", "blue")
                                .traceHeader("traceparent", "00-1-2-01")
                                .build());

        CallEvent event = events.get(0);
        assertThat(told).containsExactly("assistant ok");
        assertThat(event.startedAt()).isEqualTo(NOON);
        assertThat(event.duration()).isEqualTo(Duration.ofMillis(20));
        assertThat(event.firstToken()).isNull();
        assertThat(event.streamed()).isFalse();
        assertThat(event.provider()).isEqualTo("acme");
        assertThat(event.model()).isEqualTo("large-1-0801");
        assertThat(event.usage()).isEqualTo(Usage.of(3, 4));
        assertThat(event.finishReason()).isEqualTo(FinishReason.Kind.STOP);
        assertThat(event.errorKind()).isNull();
        assertThat(event.failed()).isFalse();
        assertThat(event.tenant()).isEqualTo("acme corp");
        assertThat(event.feature()).isEqualTo("triage");
        assertThat(event.taskKey()).isEqualTo("label");
        assertThat(event.tags()).isEqualTo(Map.of("team", "blue"));
        assertThat(event.traceHeaders()).isEqualTo(Map.of("traceparent", "00-1-2-01"));
        assertThat(event.toString()).doesNotContain("secret").contains("20 ms");
    }

    @Test
    void anErrorIsToldOnceWithItsAttempts() {
        Attempt attempt = new Attempt("acme", "large-1", NOON, Duration.ZERO, "unavailable", 503, null, null);
        slow.mood = ErrorDetails.builder("it went wrong")
                .provider("acme")
                .attempts(List.of(attempt, attempt))
                .toException(ErrorKind.UNAVAILABLE);

        assertThatThrownBy(() -> model(listener).chat(REQUEST)).isSameAs(slow.mood);

        assertThat(told).containsExactly("  unavailable", "  unavailable", "assistant unavailable");
        CallEvent event = events.get(0);
        assertThat(event.failed()).isTrue();
        assertThat(event.errorKind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(event.provider()).isEqualTo("acme");
        assertThat(event.model()).isNull();
        assertThat(event.finishReason()).isNull();
        assertThat(event.warnings()).isEmpty();
    }

    @Test
    void aStreamIsToldOnceWhenItIsOver() {
        try (ChatStream stream = model(listener).stream(REQUEST)) {
            stream.next();
            assertThat(told).isEmpty();
            stream.response();
        }
        assertThat(told).containsExactly("assistant ok");
        assertThat(events.get(0).streamed()).isTrue();
        assertThat(events.get(0).firstToken()).isEqualTo(Duration.ofMillis(5));
        assertThat(events.get(0).duration()).isEqualTo(Duration.ofMillis(25));
    }

    @Test
    void aStreamThatBreaksOrIsLeftIsToldOnceToo() {
        slow.mood = ErrorDetails.builder("broke off").toException(ErrorKind.STREAM_INTERRUPTED);
        try (ChatStream stream = model(listener).stream(REQUEST)) {
            stream.next();
            assertThatThrownBy(stream::next).isSameAs(slow.mood);
        }
        ChatStream left = model(listener).stream(REQUEST);
        left.next();
        left.close();
        model(listener).stream(REQUEST).close();

        assertThat(told)
                .as("one that was never read was never sent")
                .containsExactly("assistant stream-interrupted", "assistant abandoned");
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        CallListener broken = event -> {
            throw new IllegalStateException("a bug");
        };

        assertThat(model(broken, listener).chat(REQUEST).message().text()).isEqualTo("the secret answer");
        assertThat(told).containsExactly("assistant ok");
    }

    @Test
    void configuredCallsAreToldForEachNameTheyGoThrough() {
        slow.mood = null;
        try (Portolan portolan = Portolan.builder()
                .isolated()
                .extension(new TelemetryDecorator(List.of(listener)))
                .extension(new FallbackRouter())
                .model("target", slow)
                .property("portolan.models.assistant.provider", "fallback")
                .property("portolan.models.assistant.targets", "target")
                .property("portolan.models.quiet.provider", "fallback")
                .property("portolan.models.quiet.targets", "target")
                .property("portolan.models.quiet.telemetry", "off")
                .build()) {
            portolan.chatModel("assistant").chat(REQUEST);
            portolan.chatModel("quiet").chat(REQUEST);
        }
        assertThat(told).containsExactly("  ok", "assistant ok");
    }

    @Test
    void whatIsListedHearsOfItWithoutAnyCode() {
        long before = Monitor.shared().of("listed").calls();
        try (Portolan portolan = Portolan.builder()
                .isolated()
                .extension(new TelemetryDecorator())
                .extension(new FallbackRouter())
                .model("target", slow)
                .property("portolan.models.listed.provider", "fallback")
                .property("portolan.models.listed.targets", "target")
                .build()) {
            portolan.chatModel("listed").chat(REQUEST);
        }
        assertThat(Monitor.shared().of("listed").calls()).isEqualTo(before + 1);
    }
}
