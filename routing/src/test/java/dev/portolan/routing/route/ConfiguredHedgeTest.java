package dev.portolan.routing.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.config.ConfigurationException;
import dev.portolan.error.ErrorKind;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Hedging by properties alone, with the JDK's timer and threads. */
class ConfiguredHedgeTest {

    private final Scripted first = new Scripted("one");
    private final Scripted second = new Scripted("two");

    private Portolan.Builder configuration() {
        return Portolan.builder()
                .isolated()
                .extension(new HedgeRouter())
                .model("a", first)
                .model("b", second)
                .property("portolan.models.assistant.provider", "hedge")
                .property("portolan.models.assistant.targets", "a,b")
                .property("portolan.models.assistant.after", "1ms")
                .property("portolan.models.assistant.max-share", "1");
    }

    @Test
    void aSlowModelIsLeftForTheOther() {
        first.then((Scripted.Step) context -> {
            CountDownLatch stopped = new CountDownLatch(1);
            Cancellation.Registration held =
                    Objects.requireNonNull(context.cancellation()).onCancel(stopped::countDown);
            try {
                assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
                return Scripted.error(ErrorKind.CANCELLED);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                held.close();
            }
        });
        second.then(second.answer("Hi"));
        try (Portolan portolan = configuration().build()) {
            ChatResponse response = portolan.chatModel("assistant").chat(ChatRequest.of("Hello"), CallContext.EMPTY);

            assertThat(response.text()).isEqualTo("Hi");
            assertThat(response.attempts()).extracting(Attempt::outcome).containsExactly("cancelled", "ok");
        }
    }

    @Test
    void mistakesAreToldAtLoad() {
        assertThatThrownBy(() -> configuration()
                        .property("portolan.models.assistant.quantile", "95")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("quantile: must be more than 0");
        assertThatThrownBy(() -> configuration()
                        .property("portolan.models.assistant.weights.a", "1")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("weights.a");
    }
}
