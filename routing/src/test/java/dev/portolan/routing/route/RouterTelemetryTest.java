package dev.portolan.routing.route;

import static dev.portolan.routing.route.Scripted.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.InvalidRequest;
import dev.portolan.routing.telemetry.CallEvent;
import dev.portolan.routing.telemetry.CallListener;
import dev.portolan.routing.telemetry.TelemetryDecorator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of calls through every kind of router: each logical call once, each attempt once. */
class RouterTelemetryTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");

    private final Map<String, Scripted> models = Map.of("one", new Scripted("one"), "two", new Scripted("two"));
    private final List<CallEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> attempts = new CopyOnWriteArrayList<>();
    private final CallListener listener = new CallListener() {
        @Override
        public void called(CallEvent event) {
            events.add(event);
        }

        @Override
        public void attempted(CallEvent event, Attempt attempt) {
            attempts.add(event.name() + ": " + attempt.model() + " " + attempt.outcome());
        }
    };

    private Scripted on(String name) {
        return Objects.requireNonNull(models.get(name));
    }

    private Portolan.Builder configuration() {
        Portolan.Builder builder = Portolan.builder()
                .isolated()
                .extension(new StagedProvider((model, connection) -> on(model)))
                .extension(new TelemetryDecorator(List.of(listener)));
        for (String name : models.keySet()) {
            builder.property("portolan.models." + name + ".provider", "staged")
                    .property("portolan.models." + name + ".model", name)
                    .property("portolan.models." + name + ".retry.base-delay", "1ms")
                    .property("portolan.models." + name + ".retry.max-attempts", "2")
                    .property("portolan.models." + name + ".circuit-breaker", "on")
                    .property("portolan.models." + name + ".circuit-breaker.minimum-calls", "1")
                    .property("portolan.models." + name + ".rate-limit", "on");
        }
        for (String name : List.of("fallback", "cascade", "hedge", "balance")) {
            builder.property("portolan.models." + name + ".provider", name)
                    .property("portolan.models." + name + ".targets", "one,two");
        }
        return builder.property("portolan.models.balance.strategy", "weighted")
                .property("portolan.models.balance.weights.one", "1")
                .property("portolan.models.balance.weights.two", "0")
                .property("portolan.models.hedge.after", "1ms")
                .property("portolan.models.hedge.max-share", "1")
                .property("portolan.models.tier.provider", "tier")
                .property("portolan.models.tier.mini", "one")
                .property("portolan.models.tier.standard", "two")
                .property("portolan.models.tier.default", "mini")
                .property("portolan.models.tier.on-failure", "next");
    }

    /** Without a breaker, so that a retry is sent. */
    private Portolan load() {
        return configuration()
                .property("portolan.models.one.circuit-breaker", "off")
                .property("portolan.models.two.circuit-breaker", "off")
                .build();
    }

    private List<String> told() {
        return events.stream()
                .map(event -> event.name() + " " + event.outcome() + (event.streamed() ? " streamed" : ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fallback", "tier", "cascade", "balance"})
    void aCallIsToldOnceAndEachOfItsAttemptsOnce(String router) {
        on("one").then(error(ErrorKind.UNAVAILABLE), error(ErrorKind.UNAVAILABLE));
        on("two").then(error(ErrorKind.NETWORK), on("two").answer("Hi"));
        try (Portolan portolan = load()) {
            assertThat(portolan.chatModel(router).chat(REQUEST).text()).isEqualTo("Hi");
        }

        assertThat(told()).containsExactly("one unavailable", "two ok", router + " ok");
        assertThat(attempts)
                .containsExactly(
                        "one: one unavailable",
                        "one: one unavailable",
                        "two: two network",
                        "two: two ok",
                        router + ": one unavailable",
                        router + ": one unavailable",
                        router + ": two network",
                        router + ": two ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fallback", "tier", "balance", "hedge"})
    void aStreamIsToldOnceAndEachOfItsAttemptsOnce(String router) {
        on("one").then(List.of(error(ErrorKind.UNAVAILABLE)), List.of(error(ErrorKind.UNAVAILABLE)));
        on("two").then(List.of(Scripted.text("Hi"), on("two").answer("Hi")));
        try (Portolan portolan = configuration()
                .property("portolan.models.one.circuit-breaker", "off")
                .property("portolan.models.two.circuit-breaker", "off")
                .property("portolan.models.hedge.after", "1h")
                .build()) {
            try (ChatStream stream = portolan.chatModel(router).stream(REQUEST)) {
                assertThat(stream.response().text()).isEqualTo("Hi");
            }
        }

        assertThat(told()).containsExactly("one unavailable streamed", "two ok streamed", router + " ok streamed");
        assertThat(attempts)
                .filteredOn(each -> each.startsWith(router))
                .containsExactly(router + ": one unavailable", router + ": one unavailable", router + ": two ok");
    }

    @Test
    void anAnswerThatIsNotTakenIsOneAttemptOfOneCall() {
        on("one").then(on("one").answer("Hi", FinishReason.Kind.LENGTH));
        on("two").then(on("two").answer("Hello"));
        try (Portolan portolan = load()) {
            portolan.chatModel("cascade").chat(REQUEST);
        }

        assertThat(told()).containsExactly("one ok", "two ok", "cascade ok");
        assertThat(attempts).containsExactly("one: one ok", "two: two ok", "cascade: one ok", "cascade: two ok");
    }

    private static Object untilStopped(CallContext context) {
        CountDownLatch stopped = new CountDownLatch(1);
        Cancellation.Registration held =
                Objects.requireNonNull(context.cancellation()).onCancel(stopped::countDown);
        try {
            assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
            return error(ErrorKind.CANCELLED);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            held.close();
        }
    }

    @Test
    void aSecondAttemptBesideASlowOneIsStillOneCall() {
        on("one").then((Scripted.Step) RouterTelemetryTest::untilStopped);
        on("two").then(on("two").answer("Hi"));
        try (Portolan portolan = load()) {
            portolan.chatModel("hedge").chat(REQUEST);
        }

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> events.size() >= 3);
        assertThat(told()).containsExactlyInAnyOrder("one cancelled", "two ok", "hedge ok");
        assertThat(attempts)
                .containsExactlyInAnyOrder(
                        "one: one cancelled", "two: two ok", "hedge: one cancelled", "hedge: two ok");
        CallEvent whole = events.stream()
                .filter(event -> event.name().equals("hedge"))
                .findFirst()
                .orElseThrow();
        assertThat(whole.warnings()).containsExactly("hedged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fallback", "tier", "cascade", "hedge", "balance"})
    void aBadRequestChangesNothingForTheNext(String router) {
        on("one").then(error(ErrorKind.INVALID_REQUEST), on("one").answer("Hi"));
        try (Portolan portolan =
                configuration().property("portolan.models.hedge.after", "1h").build()) {
            ChatModel model = portolan.chatModel(router);

            assertThatThrownBy(() -> model.chat(REQUEST)).isInstanceOf(InvalidRequest.class);
            ChatResponse next = model.chat(REQUEST);

            assertThat(next.attempts()).extracting(Attempt::model).containsExactly("one");
            assertThat(next.warnings()).isEmpty();
        }
        assertThat(told())
                .containsExactly("one invalid-request", router + " invalid-request", "one ok", router + " ok");
        assertThat(on("two").calls()).isZero();
    }

    @Test
    void twoRoutesStreamAtTheSameTime() {
        on("one")
                .then(
                        List.of(
                                Scripted.text("A1"),
                                Scripted.text("A2"),
                                on("one").answer("A")),
                        List.of(
                                Scripted.text("B1"),
                                Scripted.text("B2"),
                                on("one").answer("B")));
        try (Portolan portolan = configuration()
                        .property("portolan.models.hedge.after", "1h")
                        .build();
                ChatStream first = portolan.chatModel("fallback").stream(REQUEST);
                ChatStream second = portolan.chatModel("hedge").stream(REQUEST)) {
            assertThat(first.next()).isEqualTo(Scripted.text("A1"));
            assertThat(second.next()).isEqualTo(Scripted.text("B1"));
            assertThat(first.next()).isEqualTo(Scripted.text("A2"));
            assertThat(second.next()).isEqualTo(Scripted.text("B2"));
            assertThat(second.response().text()).isEqualTo("B");
            assertThat(first.response().text()).isEqualTo("A");
        }
        assertThat(told())
                .containsExactly("one ok streamed", "hedge ok streamed", "one ok streamed", "fallback ok streamed");
    }
}
