package dev.portolan.logging;

import static dev.portolan.spi.ScriptedModel.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.MapSettings;
import dev.portolan.spi.ScriptedModel;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Spi;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class LoggingDecoratorTest {

    private final LoggingDecorator decorator = new LoggingDecorator();
    private final ScriptedModel model = new ScriptedModel();

    private ChatModel decorate(Map<String, String> settings) {
        return decorator.decorate(model, "assistant", new MapSettings(settings));
    }

    @Test
    void theServiceLoaderFindsIt() {
        assertThat(ServiceLoader.load(DecoratorProvider.class))
                .anySatisfy(found -> assertThat(found).isInstanceOf(LoggingDecorator.class));
        assertThat(decorator.id()).isEqualTo("logging");
        assertThat(decorator.spiVersion()).isEqualTo(Spi.VERSION);
        assertThat(decorator.position()).isEqualTo(DecoratorProvider.Position.TELEMETRY);
        assertThat(decorator.settings())
                .extracting(SettingSpec::name)
                .containsExactly("", "max-length", "redact-pattern");
    }

    @Test
    void loggingIsOffByDefault() {
        assertThat(decorate(Map.of())).isSameAs(model);
        assertThat(decorate(Map.of("", "off", "max-length", "5"))).isSameAs(model);
        assertThat(decorate(Map.of("", "metadata"))).isInstanceOf(LoggingChatModel.class);
    }

    @Test
    void settingsReachTheLog() {
        model.then(answer("C-4711 and jane@mail.example and more"));
        try (CallLogCapture log = new CallLogCapture()) {
            decorate(Map.of("", "bodies", "max-length", "25", "redact-pattern.customer", "C-\\d+"))
                    .chat(ChatRequest.of("Hello"));
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("name=assistant")
                    .contains("request=\"user: Hello\"")
                    .endsWith("answer=\"[customer] and [e-mail] a\"...");
        }
    }

    @Test
    void aPatternThatIsNoneIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decorate(Map.of("", "bodies", "redact-pattern.customer", "C-(")))
                .withMessage("redact-pattern.customer: is no regular expression");
    }
}
