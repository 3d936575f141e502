package dev.portolan.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.error.RateLimited;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.simulator.ScriptedServer;
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
        try (ScriptedServer server = new ScriptedServer(
                        firstOnly(limit("Retry-After: 1\r\n"), Wire.json(200, wire.whole("Hello"))));
                Portolan portolan = portolan(server, wire)) {
            long start = System.nanoTime();
            ChatResponse response = portolan.chatModel("a").chat(REQUEST);
            assertThat(response.text()).isEqualTo("Hello");
            assertThat(response.attempts()).hasSize(2);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aRateLimitLongerThanThePatienceIsGivenBackAtOnce(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(limit("Retry-After: 3600\r\n"));
                Portolan portolan = portolan(server, wire)) {
            RateLimited failure = catchThrowableOfType(
                    RateLimited.class, () -> portolan.chatModel("a").chat(REQUEST));
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofHours(1));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aStreamThatIsRefusedIsOpenedAgain(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(
                        firstOnly(Wire.json(503, "{\"error\":{\"message\":\"Overloaded\"}}"), wire.hello()));
                Portolan portolan = portolan(server, wire);
                ChatStream stream = portolan.chatModel("a").stream(REQUEST)) {
            assertThat(stream.text()).containsExactly("Hel", "lo");
            assertThat(stream.response().attempts()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aStreamThatBreaksBeforeAnyOutputIsOpenedAgain(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(firstOnly(Wire.stream(wire.begin()), wire.hello()));
                Portolan portolan = portolan(server, wire);
                ChatStream stream = portolan.chatModel("a").stream(REQUEST)) {
            assertThat(stream.response().text()).isEqualTo("Hello");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aStreamThatBreaksAfterOutputIsNotOpenedAgain(Wire wire) {
        try (ScriptedServer server =
                        new ScriptedServer(firstOnly(Wire.stream(wire.begin() + wire.text("Hel")), wire.hello()));
                Portolan portolan = portolan(server, wire);
                ChatStream stream = portolan.chatModel("a").stream(REQUEST)) {
            LlmException failure = catchThrowableOfType(LlmException.class, stream::response);
            assertThat(failure).isInstanceOf(StreamInterrupted.class);
            assertThat(failure.partialResponse().text()).isEqualTo("Hel");
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static Portolan portolan(ScriptedServer server, Wire wire) {
        return Portolan.builder()
                .isolated()
                .property("portolan.models.a.provider", "openai")
                .property("portolan.models.a.model", "gpt-4o")
                .property("portolan.models.a.retry.base-delay", "10ms")
                .property("portolan.providers.openai.base-url", server.baseUrl().toString())
                .property("portolan.providers.openai.server", "openai")
                .property("portolan.providers.openai.api", wire.api())
                .build();
    }

    private static ScriptedServer.Step limit(String headers) {
        return Wire.answer(
                429,
                "application/json",
                headers,
                "{\"error\":{\"message\":\"Rate limit reached\",\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}");
    }

    private static ScriptedServer.Step firstOnly(ScriptedServer.Step first, ScriptedServer.Step later) {
        return exchange -> (exchange.number() == 1 ? first : later).answer(exchange);
    }
}
