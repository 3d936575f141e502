package dev.portolan.routing.complexity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Guards what a decision allocates. Bytes are steady where times are not. */
class ScorerAllocationTest {

    private static final int MOST = 4096;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String WORDS = "The tenant may not sublet more than 2 rooms, unless x = 3 holds. ";

    @Test
    void aUsualRequestTakesAtMostFourKilobytes() {
        assertThat(bytes(ChatRequest.of(WORDS.repeat(31)))).isLessThanOrEqualTo(MOST);
    }

    @Test
    void aHugeRequestTakesNoMore() {
        assertThat(bytes(ChatRequest.of(WORDS.repeat(3100)))).isLessThanOrEqualTo(MOST);
    }

    @Test
    void twentyToolsTakeNoMore() {
        List<Tool> tools = IntStream.range(0, 20)
                .mapToObj(
                        i -> Tool.of(
                                "tool" + i,
                                "Does one thing of twenty.",
                                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"integer\"}}}"))
                .toList();
        assertThat(bytes(ChatRequest.builder().user(WORDS).tools(tools).build()))
                .isLessThanOrEqualTo(MOST);
    }

    @Test
    void whatWasLearntAndTheShareTakeLittleMore() {
        TaskMeans means = new TaskMeans(TaskMeans.Settings.DEFAULT);
        StrongShare share = StrongShare.of(0.3, ComplexityScorer.bundled());
        means.record("leases", Arm.CHEAP, 0.5);
        means.record("leases", Arm.STRONG, 1);
        ChatRequest request = ChatRequest.of(WORDS.repeat(31));
        assertThat(bytes(request, score -> {
                    means.seen("leases", score);
                    return share.decide(null, means.gain("leases", score)) ? 1 : 0;
                }))
                .isLessThanOrEqualTo(MOST);
    }

    private static long bytes(ChatRequest request) {
        return bytes(request, score -> score);
    }

    private static long bytes(ChatRequest request, DoubleUnaryOperator then) {
        ComplexityScorer scorer = ComplexityScorer.bundled();
        int times = 200;
        double sum = 0;
        for (int i = 0; i < times; i++) {
            sum += then.applyAsDouble(scorer.assess(request).gain());
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < times; i++) {
            sum += then.applyAsDouble(scorer.assess(request).gain());
        }
        long allocated = (THREADS.getCurrentThreadAllocatedBytes() - before) / times;
        assertThat(sum).isFinite();
        return allocated;
    }
}
