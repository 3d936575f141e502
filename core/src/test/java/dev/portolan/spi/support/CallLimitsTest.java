package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.Cancelled;
import dev.portolan.error.TimedOut;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderChatModel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallLimitsTest {

    private static final ModelInfo INFO = ModelInfo.builder("acme", "embed-1").build();
    private static final ModelSettings SETTINGS = ModelSettings.builder("e", "embed-1")
            .timeout(Duration.ofSeconds(20))
            .build();

    @Test
    void aCallWithoutLimitsGetsThoseOfTheSettings() {
        CallContext limited = CallLimits.apply(CallContext.EMPTY, SETTINGS, INFO);
        assertThat(limited.deadline()).isNotNull();
        assertThat(limited.timeouts()).isEqualTo(ProviderChatModel.CHAT_TIMEOUTS);
    }

    @Test
    void aDeadlineOfTheCallStays() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(5));
        CallContext context = CallContext.builder().deadline(deadline).build();
        assertThat(CallLimits.apply(context, SETTINGS, INFO).deadline()).isEqualTo(deadline);
    }

    @Test
    void aCallThatComesTooLateEndsHere() {
        CallContext late =
                CallContext.builder().deadline(Deadline.in(Duration.ofNanos(1))).build();
        assertThatThrownBy(() -> CallLimits.apply(late, SETTINGS, INFO))
                .isInstanceOf(TimedOut.class)
                .hasMessageContaining("acme");
    }

    @Test
    void aCancelledCallEndsHere() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        CallContext context = CallContext.builder().cancellation(cancellation).build();
        assertThatThrownBy(() -> CallLimits.apply(context, SETTINGS, INFO)).isInstanceOf(Cancelled.class);
    }
}
