package dev.portolan.routing.complexity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import java.lang.management.ManagementFactory;
import java.util.List;
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

    private static long bytes(ChatRequest request) {
        ComplexityScorer scorer = ComplexityScorer.bundled();
        int times = 200;
        double sum = 0;
        for (int i = 0; i < times; i++) {
            sum += scorer.assess(request).gain();
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < times; i++) {
            sum += scorer.assess(request).gain();
        }
        long allocated = (THREADS.getCurrentThreadAllocatedBytes() - before) / times;
        assertThat(sum).isFinite();
        return allocated;
    }
}
