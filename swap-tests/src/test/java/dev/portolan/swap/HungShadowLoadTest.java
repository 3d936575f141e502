package dev.portolan.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.evidence.check.JsonChecks;
import dev.portolan.openai.OpenAiConnection;
import dev.portolan.routing.breaker.BreakerPolicy;
import dev.portolan.routing.route.Target;
import dev.portolan.routing.shadow.NotCompared;
import dev.portolan.routing.shadow.ShadowModel;
import dev.portolan.routing.shadow.ShadowSettings;
import dev.portolan.routing.shadow.ShadowStatistics;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.openai.OpenAiSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many callers at once over the wire, with no shadow and with one whose target never answers: the users' p99 stays what it is, and what the
 * shadow holds is bounded.
 *
 * <p>Blocks without and with the shadow take turns, so that what else the machine does hits both alike, and the medians of their p99s are
 * held against each other. The short run is one of 200 callers; {@code -Dportolan.shadow.load=full} makes it 2,000 and prints its figures.
 */
@Tag("integration")
@Timeout(900)
class HungShadowLoadTest {

    private static final boolean FULL = "full".equals(System.getProperty("portolan.shadow.load"));
    private static final int CALLERS = FULL ? 2_000 : 200;
    private static final int CALLS_EACH = 2;
    private static final int PAIRS_OF_BLOCKS = FULL ? 5 : 3;
    private static final int TRIES = FULL ? 3 : 5;
    private static final Duration ANSWER_TAKES = FULL ? Duration.ofSeconds(4) : Duration.ofSeconds(1);
    private static final int QUEUE = 256;
    private static final int PLACES = 16;
    private static final long QUEUE_BYTES = FULL ? 4 << 20 : 1 << 20;
    private static final String LONG_PROMPT = "Read this again, please. ".repeat(400);

    /** One block: what its callers saw. */
    private record Block(double p50, double p99) {}

    @Test
    void aHungTargetLeavesTheP99OfTheSourceWhereItIs() throws Exception {
        try (OpenAiSimulator answering = simulator(Faults.NONE);
                OpenAiSimulator silent = simulator(Faults.always(Fault.silent()));
                OpenAiConnection toSource = connect(answering);
                OpenAiConnection toTarget = connect(silent)) {
            ChatModel source =
                    toSource.chatModel(ModelSettings.builder("source", "gpt-4o").build());
            ChatModel target = toTarget.chatModel(
                    ModelSettings.builder("target", "gpt-4o-mini").build());
            block(source);
            boolean within = false;
            for (int i = 0; i < TRIES && !within; i++) {
                within = compared(source, target);
            }
            assertThat(within)
                    .as("p99 with a hung shadow within 5 % of that without, or of what blocks without differ by")
                    .isTrue();
        }
    }

    private static boolean compared(ChatModel source, ChatModel target) throws Exception {
        List<Block> without = new ArrayList<>();
        List<Block> with = new ArrayList<>();
        ShadowStatistics seen;
        long heapBefore = usedHeap();
        long heapAfter;
        try (ShadowModel shadow =
                new ShadowModel("assistant", new Target("source", source), new Target("target", target), settings())) {
            for (int i = 0; i < PAIRS_OF_BLOCKS; i++) {
                without.add(block(source));
                with.add(block(shadow));
            }
            seen = shadow.statistics();
            heapAfter = usedHeap();
            shadow.close(Duration.ofMillis(1));
        }
        long calls = (long) CALLERS * CALLS_EACH * PAIRS_OF_BLOCKS;
        assertThat(seen.sampled()).isEqualTo(calls);
        assertThat(seen.bothOk()).isZero();
        assertThat(seen.pending()).isLessThanOrEqualTo(QUEUE + 2L * PLACES);
        assertThat(seen.pairs() + seen.pending() + seen.notCompared(NotCompared.QUEUE_FULL))
                .isEqualTo(calls);
        double plain = median(without);
        double shadowed = median(with);
        double noise = without.stream().mapToDouble(Block::p99).max().orElseThrow();
        System.out.printf(
                "%d callers: p99 without a shadow %.1f ms %s, with a hung one %.1f ms %s, ratio %.4f; %d sampled, %d sent,"
                        + " %d dropped; heap %d MiB before, %d MiB after%n",
                CALLERS,
                plain,
                p99s(without),
                shadowed,
                p99s(with),
                shadowed / plain,
                seen.sampled(),
                seen.sent(),
                seen.notCompared(NotCompared.QUEUE_FULL),
                heapBefore >> 20,
                heapAfter >> 20);
        // The prompts that were dropped alone are some hundred MiB in the full run.
        assertThat(heapAfter - heapBefore).isLessThan(128L << 20);
        return shadowed <= (FULL ? 1.05 * plain : Math.max(1.05 * plain, noise));
    }

    private static ShadowSettings settings() {
        return ShadowSettings.builder()
                .sample(1)
                .timeout(Duration.ofSeconds(3))
                .concurrency(PLACES)
                .queue(QUEUE)
                .queueBytes(QUEUE_BYTES)
                // Kept shut, so that the target hangs all the time and the queue is full.
                .breaker(new BreakerPolicy(
                        1,
                        Integer.MAX_VALUE,
                        BreakerPolicy.DEFAULT.window(),
                        BreakerPolicy.DEFAULT.openFor(),
                        BreakerPolicy.DEFAULT.maxOpenFor(),
                        BreakerPolicy.DEFAULT.probeTimeout()))
                .checks(List.of(JsonChecks.valid()))
                .build();
    }

    private static String p99s(List<Block> blocks) {
        return blocks.stream()
                .map(block -> "%.0f".formatted(block.p99()))
                .toList()
                .toString();
    }

    private static double median(List<Block> blocks) {
        double[] sorted = blocks.stream().mapToDouble(Block::p99).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** All callers, the first calls spread over the time that an answer takes; each asks again when it has its answer. */
    private static Block block(ChatModel model) throws InterruptedException {
        long[] nanos = new long[CALLERS * CALLS_EACH];
        AtomicInteger number = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch over = new CountDownLatch(CALLERS);
        AtomicLong asked = new AtomicLong();
        ScheduledThreadPoolExecutor callers = new ScheduledThreadPoolExecutor(CALLERS);
        try {
            for (int i = 0; i < CALLERS; i++) {
                callers.schedule(
                        () -> {
                            for (int call = 0; call < CALLS_EACH; call++) {
                                long began = System.nanoTime();
                                try {
                                    model.chat(
                                            ChatRequest.of(asked.incrementAndGet() + ". " + LONG_PROMPT),
                                            CallContext.withTimeout(Duration.ofMinutes(2)));
                                } catch (RuntimeException | LinkageError e) {
                                    failure.set(e);
                                }
                                nanos[number.getAndIncrement()] = System.nanoTime() - began;
                            }
                            over.countDown();
                        },
                        ANSWER_TAKES.toNanos() * i / CALLERS,
                        TimeUnit.NANOSECONDS);
            }
            assertThat(over.await(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            callers.shutdownNow();
        }
        assertThat(failure.get()).isNull();
        Arrays.sort(nanos);
        return new Block(at(nanos, 0.5), at(nanos, 0.99));
    }

    private static double at(long[] sorted, double quantile) {
        return sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1e6;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static OpenAiSimulator simulator(Faults faults) {
        return OpenAiSimulator.builder()
                .responder(Responder.text("{\"read\":true}"))
                .pace(new Pace(ANSWER_TAKES, Duration.ZERO))
                .requestsKept(0)
                .rateLimit(10_000_000, 10_000_000_000L)
                .faults(faults)
                .start();
    }

    private static OpenAiConnection connect(OpenAiSimulator simulator) {
        return OpenAiConnection.builder()
                .baseUrl(simulator.baseUrl())
                .server("openai")
                .apiKey(Secret.of("sk-test"))
                .build();
    }
}
