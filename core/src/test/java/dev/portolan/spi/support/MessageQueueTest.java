package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageQueueTest {

    private final List<String> told = new ArrayList<>();
    private final MessageQueue.Flow flow = new MessageQueue.Flow() {
        @Override
        public void request(int count) {
            told.add("request " + count);
        }

        @Override
        public void cancel() {
            told.add("cancel");
        }
    };
    private final MessageQueue<String> queue = new MessageQueue<>(
            4,
            thrown -> thrown instanceof IOException
                    ? new IOException("the connection broke")
                    : new IllegalArgumentException("told"));

    @Test
    void aWindowIsAskedForAndThenOneForEachThatIsTaken() throws Exception {
        queue.start(flow);
        queue.add("a");
        queue.add("b");

        assertThat(queue.next()).isEqualTo("a");
        assertThat(queue.next()).isEqualTo("b");
        assertThat(told).containsExactly("request 4", "request 1", "request 1");
    }

    @Test
    void theEndIsToldAsOftenAsItIsAskedForAndNothingIsBrokenOff() throws Exception {
        queue.start(flow);
        queue.add("a");
        queue.end(null);

        assertThat(queue.next()).isEqualTo("a");
        assertThat(queue.next()).isNull();
        assertThat(queue.next()).isNull();
        queue.close();
        assertThat(told).containsExactly("request 4");
    }

    @Test
    void aFailureComesBehindTheMessagesBeforeIt() throws Exception {
        queue.start(flow);
        queue.add("a");
        queue.end(new IllegalStateException("server"));

        assertThat(queue.next()).isEqualTo("a");
        assertThatThrownBy(queue::next)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("told");
    }

    @Test
    void aBrokenConnectionIsAnIoException() {
        queue.start(flow);
        queue.end(new IOException("reset"));

        assertThatThrownBy(queue::next).isInstanceOf(IOException.class).hasMessage("the connection broke");
    }

    @Test
    void aReaderIsWokenByAnAbort() {
        queue.start(flow);
        queue.abort();

        assertThatThrownBy(queue::next).isInstanceOf(IOException.class).hasMessage("aborted");
        assertThat(told).containsExactly("request 4", "cancel");
    }

    @Test
    void anAbortBeforeTheStartIsNotForgotten() {
        queue.abort();
        queue.start(flow);

        assertThat(told).containsExactly("cancel");
    }

    @Test
    void closingBreaksAnUnfinishedCallOff() {
        queue.start(flow);
        queue.close();

        assertThat(told).containsExactly("request 4", "cancel");
    }

    @Test
    void anInterruptEndsTheWaitAndTheCall() {
        queue.start(flow);
        Thread.currentThread().interrupt();

        assertThatThrownBy(queue::next).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(told).containsExactly("request 4", "cancel");
    }
}
