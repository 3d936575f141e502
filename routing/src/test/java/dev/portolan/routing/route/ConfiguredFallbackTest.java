package dev.portolan.routing.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.config.ConfigurationException;
import dev.portolan.error.AttemptsExhausted;
import dev.portolan.error.ErrorKind;
import dev.portolan.routing.breaker.CircuitBreakerDecorator;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Fallback and breakers by properties alone. */
class ConfiguredFallbackTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");

    private final Scripted first = new Scripted("one");
    private final Scripted second = new Scripted("two");

    private Portolan.Builder configuration() {
        return Portolan.builder()
                .isolated()
                .extension(new FallbackRouter())
                .extension(new CircuitBreakerDecorator())
                .model("a", first)
                .model("b", second)
                .property("portolan.models.assistant.provider", "fallback")
                .property("portolan.models.assistant.targets", "a,b");
    }

    @Test
    void theNextModelOfTheConfigurationAnswers() {
        first.then(Scripted.error(ErrorKind.UNAVAILABLE));
        second.then(second.answer("Hi"));
        try (Portolan portolan = configuration().build()) {
            ChatResponse response = portolan.chatModel("assistant").chat(REQUEST);

            assertThat(response.attempts()).extracting(Attempt::outcome).containsExactly("unavailable", "ok");
        }
    }

    @Test
    void aRouterThatFailsTooOftenIsLeftAloneToo() {
        for (int i = 0; i < 2; i++) {
            first.then(Scripted.error(ErrorKind.UNAVAILABLE));
            second.then(Scripted.error(ErrorKind.UNAVAILABLE, Duration.ofSeconds(3)));
        }
        try (Portolan portolan = configuration()
                .property("portolan.models.outer.provider", "fallback")
                .property("portolan.models.outer.targets", "a")
                .property("portolan.models.outer.on-content-filter", "b")
                .property("portolan.models.outer.circuit-breaker", "on")
                .property("portolan.models.outer.circuit-breaker.minimum-calls", "1")
                .build()) {
            assertThatThrownBy(() -> portolan.chatModel("assistant").chat(REQUEST))
                    .isInstanceOf(AttemptsExhausted.class)
                    .hasMessageContaining("Try again in 3 s");
            assertThatThrownBy(() -> portolan.chatModel("outer").chat(REQUEST)).isInstanceOf(AttemptsExhausted.class);
        }
    }

    @Test
    void settingsThatMakeNoSenseAreToldAtLoad() {
        assertThatThrownBy(() -> configuration()
                        .property("portolan.models.assistant.weights.a", "many")
                        .property("portolan.models.assistant.weights.b", "1")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("a must have a whole number");
        assertThatThrownBy(() -> configuration()
                        .property("portolan.models.assistant.on-context-length", "nobody")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> configuration()
                        .property("portolan.models.assistant.weights.a", "1")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("weights");
    }
}
