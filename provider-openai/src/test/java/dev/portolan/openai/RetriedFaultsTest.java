package dev.portolan.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.RateLimited;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.openai.OpenAiSimulator;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults that pass, through the whole of the library: configuration, retries, provider, transport. */
@Timeout(60)
class RetriedFaultsTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hi");

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aRateLimitIsWaitedForAsTheVendorAsked(Wire wire) {
        try (OpenAiSimulator simulator = meeting(
                        Faults.first(1, Fault.error(ErrorKind.RATE_LIMITED).retryAfter(Duration.ofSeconds(1))));
                Portolan portolan = portolan(simulator, wire)) {
            long start = System.nanoTime();
            ChatResponse response = portolan.chatModel("a").chat(REQUEST);
            assertThat(response.text()).isEqualTo("Hello there");
            assertThat(response.attempts()).hasSize(2);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aRateLimitLongerThanThePatienceIsGivenBackAtOnce(Wire wire) {
        try (OpenAiSimulator simulator = meeting(
                        Faults.always(Fault.error(ErrorKind.RATE_LIMITED).retryAfter(Duration.ofHours(1))));
                Portolan portolan = portolan(simulator, wire)) {
            RateLimited failure = catchThrowableOfType(
                    RateLimited.class, () -> portolan.chatModel("a").chat(REQUEST));
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofHours(1));
            assertThat(simulator.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aStreamThatIsRefusedIsOpenedAgain(Wire wire) {
        try (OpenAiSimulator simulator = meeting(Faults.first(1, Fault.error(ErrorKind.UNAVAILABLE)));
                Portolan portolan = portolan(simulator, wire);
                ChatStream stream = portolan.chatModel("a").stream(REQUEST)) {
            assertThat(stream.text()).containsExactly("Hello", " there");
            assertThat(stream.response().attempts()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aStreamThatBreaksBeforeAnyOutputIsOpenedAgain(Wire wire) {
        try (OpenAiSimulator simulator = meeting(Faults.first(1, Fault.truncateAfter(1)));
                Portolan portolan = portolan(simulator, wire);
                ChatStream stream = portolan.chatModel("a").stream(REQUEST)) {
            assertThat(stream.response().text()).isEqualTo("Hello there");
            assertThat(simulator.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aStreamThatBreaksAfterOutputIsNotOpenedAgain(Wire wire) {
        int begun = wire == Wire.CHAT ? 2 : 5;
        try (OpenAiSimulator simulator = meeting(Faults.first(1, Fault.truncateAfter(begun)));
                Portolan portolan = portolan(simulator, wire);
                ChatStream stream = portolan.chatModel("a").stream(REQUEST)) {
            LlmException failure = catchThrowableOfType(LlmException.class, stream::response);
            assertThat(failure).isInstanceOf(StreamInterrupted.class);
            assertThat(failure.partialResponse().text()).isEqualTo("Hello");
            assertThat(simulator.requests()).hasSize(1);
        }
    }

    private static OpenAiSimulator meeting(Faults faults) {
        return OpenAiSimulator.builder()
                .responder(Responder.text("Hello there"))
                .faults(faults)
                .start();
    }

    private static Portolan portolan(OpenAiSimulator simulator, Wire wire) {
        return Portolan.builder()
                .isolated()
                .property("portolan.models.a.provider", "openai")
                .property("portolan.models.a.model", "gpt-4o")
                .property("portolan.models.a.retry.base-delay", "10ms")
                .property(
                        "portolan.providers.openai.base-url",
                        simulator.baseUrl().toString())
                .property("portolan.providers.openai.api-key", "sk-test")
                .property("portolan.providers.openai.server", "openai")
                .property("portolan.providers.openai.api", wire.api())
                .build();
    }
}
