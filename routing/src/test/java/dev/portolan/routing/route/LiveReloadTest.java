package dev.portolan.routing.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Routes change while calls and streams of all kinds of routers are under way. */
@Tag("integration")
class LiveReloadTest {

    private static final int THREADS = 10;
    private static final int CALLS = 30;
    private static final int MOST = 50_000;
    private static final int RELOADS = 40;
    private static final List<String> ROUTERS = List.of("fallback", "tier", "cascade", "hedge", "balance");
    private static final ChatRequest REQUEST = ChatRequest.of("Hello");

    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong calls = new AtomicLong();
    private final Queue<String> usedAfterClose = new ConcurrentLinkedQueue<>();
    private final StagedProvider provider = new StagedProvider(Deployment::new);

    /** Fails one call in five, is cut off in one in seven, hangs in one in six until it is stopped or some milliseconds are over. */
    private final class Deployment implements ChatModel {
        private final String name;
        private final StagedProvider.Connection connection;
        private final Scripted answers;

        Deployment(String name, StagedProvider.Connection connection) {
            this.name = name;
            this.connection = connection;
            this.answers = new Scripted(name);
        }

        private void requireOpen() {
            if (connection.closed) {
                usedAfterClose.add(name);
            }
        }

        private ChatResponse work(CallContext context, boolean mayFail) {
            long number = calls.incrementAndGet();
            requireOpen();
            underWay.incrementAndGet();
            try {
                if (mayFail && number % 6 == 0) {
                    hang(context);
                }
                requireOpen();
                if (mayFail && number % 5 == 0) {
                    throw Scripted.error(ErrorKind.UNAVAILABLE);
                }
                return answers.answer(
                        "Hi", mayFail && number % 7 == 0 ? FinishReason.Kind.LENGTH : FinishReason.Kind.STOP);
            } finally {
                underWay.decrementAndGet();
            }
        }

        private void hang(CallContext context) {
            CountDownLatch stopped = new CountDownLatch(1);
            Cancellation cancellation = context.cancellation();
            Cancellation.Registration held = cancellation == null ? null : cancellation.onCancel(stopped::countDown);
            try {
                if (stopped.await(5, TimeUnit.MILLISECONDS)) {
                    throw Scripted.error(ErrorKind.CANCELLED);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                if (held != null) {
                    held.close();
                }
            }
        }

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            return work(context, !name.equals("last"));
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            return new ChatStream() {
                private int pulls;

                @Override
                protected ChatEvent pull() {
                    ChatResponse response = work(context, pulls == 0 && !name.equals("last"));
                    return pulls++ < 3 ? Scripted.text("Hi") : new ChatEvent.Completed(response);
                }

                @Override
                protected void abort() {}
            };
        }

        @Override
        public ModelInfo info() {
            return answers.info();
        }
    }

    private Portolan load() {
        Portolan.Builder builder = Portolan.builder().isolated().extension(provider);
        for (String name : List.of("one", "two", "last")) {
            builder.property("portolan.models." + name + ".provider", "staged")
                    .property("portolan.models." + name + ".model", name)
                    .property("portolan.models." + name + ".retry.base-delay", "1ms");
        }
        for (String name : ROUTERS) {
            builder.property("portolan.models." + name + ".provider", name);
        }
        for (String name : List.of("fallback", "cascade", "hedge", "balance")) {
            builder.property("portolan.models." + name + ".targets", "one,two,last");
        }
        return builder.property("portolan.models.tier.mini", "one")
                .property("portolan.models.tier.standard", "two")
                .property("portolan.models.tier.reasoning", "last")
                .property("portolan.models.tier.on-failure", "next")
                .property("portolan.models.hedge.after", "1ms")
                .property("portolan.models.hedge.max-share", "0.5")
                .build();
    }

    @Test
    void noCallIsLostAndNoneMeetsAClosedConnection() throws Exception {
        List<Throwable> failures = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger answers = new AtomicInteger();
        AtomicBoolean reloaded = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Portolan portolan = load()) {
            CountDownLatch started = new CountDownLatch(THREADS);
            List<Future<?>> working = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int offset = thread;
                working.add(threads.submit(() -> {
                    started.countDown();
                    for (int i = 0; i < CALLS || !reloaded.get(); i++) {
                        asked.incrementAndGet();
                        ask(portolan.chatModel(ROUTERS.get((i + offset) % ROUTERS.size())), i, answers);
                    }
                }));
            }
            assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < RELOADS && answers.get() < MOST; i++) {
                portolan.reload();
                long next = calls.get() + 8;
                while (calls.get() < next) {
                    Thread.onSpinWait();
                }
            }
            reloaded.set(true);
            for (Future<?> each : working) {
                try {
                    each.get(60, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    failures.add(Objects.requireNonNull(e.getCause()));
                }
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(failures).isEmpty();
        assertThat(answers).hasValue(asked.get()).hasValueGreaterThanOrEqualTo(THREADS * CALLS);
        assertThat(usedAfterClose).isEmpty();
        assertThat(provider.connections).hasSizeGreaterThan(10).allMatch(connection -> connection.closed);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> underWay.get() == 0);
    }

    /** Every second one a stream, some of which are left after their first event. */
    private static void ask(ChatModel model, int number, AtomicInteger answers) {
        CallContext context =
                CallContext.builder().stickinessKey("s" + number % 9).build();
        if (number % 2 == 0) {
            assertThat(model.chat(REQUEST, context).text()).isEqualTo("Hi");
        } else {
            try (ChatStream stream = model.stream(REQUEST, context)) {
                assertThat(stream.next()).isInstanceOf(ChatEvent.TextDelta.class);
                if (number % 3 != 0) {
                    assertThat(stream.response().text()).isEqualTo("Hi");
                }
            }
        }
        answers.incrementAndGet();
    }

    @Test
    void aStreamEndsOnTheConfigurationOnWhichItBegan() {
        try (Portolan portolan = load()) {
            for (String router : ROUTERS) {
                int before = provider.connections.size();
                try (ChatStream stream = portolan.chatModel(router).stream(REQUEST)) {
                    stream.next();
                    assertThat(provider.connections).hasSize(before + 1);
                    StagedProvider.Connection own = provider.connections.get(before);
                    for (int i = 0; i < 5; i++) {
                        portolan.reload();
                    }
                    assertThat(own.closed).as(router).isFalse();
                    assertThat(stream.response().text()).isEqualTo("Hi");
                    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> own.closed);
                }
            }
            assertThat(usedAfterClose).isEmpty();
        }
    }
}
