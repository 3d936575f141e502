package dev.portolan.routing.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ModelInfo;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What routers allocate for a call beside what the model itself does. */
class RoutingAllocationTest {

    private static final int MOST = 3072;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ChatRequest REQUEST =
            ChatRequest.builder().system("You help. ".repeat(500)).user("Why?").build();

    /** Gives the same answer again and again. */
    private static final class Ready implements ChatModel {
        private final Scripted answers = new Scripted("ready");
        private final ChatResponse response = answers.answer("Hi");

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            return response;
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            throw new AssertionError("calls only");
        }

        @Override
        public ModelInfo info() {
            return answers.info();
        }
    }

    private static FallbackPlan plan() {
        FallbackPlan.Builder plan = FallbackPlan.builder();
        List.of("a", "b", "c").forEach(name -> plan.target(new Target(name, new Ready())));
        return plan.build();
    }

    private static long bytes(ChatModel model) {
        int times = 500;
        long length = 0;
        for (int i = 0; i < times; i++) {
            length += model.chat(REQUEST).text().length();
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < times; i++) {
            length += model.chat(REQUEST).text().length();
        }
        long allocated = (THREADS.getCurrentThreadAllocatedBytes() - before) / times;
        assertThat(length).isPositive();
        return allocated;
    }

    @Test
    void aFallbackThatIsNotNeededTakesLittle() {
        assertThat(bytes(new FallbackModel("f", plan()))).isLessThanOrEqualTo(MOST);
    }

    @Test
    void aHedgeThatIsNotNeededTakesLittle() {
        HedgePolicy policy = new HedgePolicy(0.95, 50, Duration.ofMinutes(1), 0.1);
        assertThat(bytes(new HedgeModel("h", plan(), policy))).isLessThanOrEqualTo(MOST);
    }

    @Test
    void aChoiceByLatencyAndPromptTakesLittleHoweverLongThePromptIs() {
        assertThat(bytes(new BalanceModel("b", plan(), BalancePolicy.DEFAULT))).isLessThanOrEqualTo(MOST);
    }
}
