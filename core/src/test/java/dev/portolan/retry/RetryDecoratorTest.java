package dev.portolan.retry;

import static dev.portolan.spi.ScriptedModel.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.MapSettings;
import dev.portolan.spi.ScriptedModel;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Spi;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDecoratorTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");

    private final RetryDecorator decorator = new RetryDecorator();

    private static ChatModel decorate(ScriptedModel model, Map<String, String> settings) {
        return new RetryDecorator().decorate(model, "assistant", new MapSettings(settings));
    }

    private static LlmException unavailable() {
        return ErrorDetails.builder("failed").toException(ErrorKind.UNAVAILABLE);
    }

    @Test
    void theServiceLoaderFindsIt() {
        assertThat(ServiceLoader.load(DecoratorProvider.class))
                .anySatisfy(found -> assertThat(found).isInstanceOf(RetryDecorator.class));
        assertThat(decorator.id()).isEqualTo("retry");
        assertThat(decorator.spiVersion()).isEqualTo(Spi.VERSION);
        assertThat(decorator.position()).isEqualTo(DecoratorProvider.Position.RETRY);
    }

    @Test
    void theDefaultsOfTheSettingsAreThoseOfThePolicy() {
        Map<String, String> defaults = decorator.settings().stream()
                .filter(spec -> spec.defaultValue() != null)
                .collect(Collectors.toMap(SettingSpec::name, SettingSpec::defaultValue));
        assertThat(defaults)
                .containsEntry("", "on")
                .containsEntry("max-attempts", String.valueOf(RetryPolicy.DEFAULT.maxAttempts()))
                .containsEntry("base-delay", RetryPolicy.DEFAULT.baseDelay().toMillis() + "ms")
                .containsEntry("max-delay", RetryPolicy.DEFAULT.maxDelay().toSeconds() + "s")
                .containsEntry(
                        "max-retry-after", RetryPolicy.DEFAULT.maxRetryAfter().toSeconds() + "s")
                .containsEntry("budget", String.valueOf(RetryBudget.RETRIES_PER_CALL));
        assertThat(Double.parseDouble(defaults.get("multiplier"))).isEqualTo(RetryPolicy.DEFAULT.multiplier());
    }

    @Test
    void retriesAreOnByDefaultAndCanBeSwitchedOff() {
        ScriptedModel model = new ScriptedModel();
        assertThat(decorate(model, Map.of())).isInstanceOf(RetryingChatModel.class);
        assertThat(decorate(model, Map.of("", "on"))).isInstanceOf(RetryingChatModel.class);
        assertThat(decorate(model, Map.of("", "off"))).isSameAs(model);
    }

    @Test
    void settingsReachThePolicy() {
        ScriptedModel model = new ScriptedModel();
        ChatModel decorated = decorate(
                model,
                Map.of(
                        "max-attempts", "4",
                        "base-delay", "PT0.000001S",
                        "max-delay", "PT0.000002S",
                        "multiplier", "1.5",
                        "max-retry-after", "PT1S"));
        model.then(unavailable()).then(unavailable()).then(unavailable()).then(answer("Hi"));
        assertThat(decorated.chat(REQUEST).attempts()).hasSize(4);

        LlmException tooLong = ErrorDetails.builder("slow down")
                .retryAfter(Duration.ofSeconds(2))
                .toException(ErrorKind.RATE_LIMITED);
        model.then(tooLong);
        assertThatThrownBy(() -> decorated.chat(REQUEST)).hasMessage(tooLong.getMessage());
    }

    @Test
    void kindsCanBeTakenOutByName() {
        ScriptedModel model = new ScriptedModel();
        ChatModel decorated = decorate(model, Map.of("except", "timeout,unavailable"));
        model.then(unavailable());
        assertThatThrownBy(() -> decorated.chat(REQUEST)).hasMessage("failed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decorate(model, Map.of("except", "timeouts")))
                .withMessageStartingWith("except: there is no error kind timeouts; known are");
    }

    @Test
    void modelsOfOneProviderShareABudget() {
        ModelInfo info = ModelInfo.builder("shared-budget-vendor", "m").build();
        Map<String, String> settings =
                Map.of("max-attempts", "1000", "base-delay", "PT0.000001S", "max-delay", "PT0.000001S", "budget", "0");
        ScriptedModel first = new ScriptedModel(info);
        ScriptedModel second = new ScriptedModel(info);
        for (int i = 0; i < 100; i++) {
            first.then(unavailable());
        }
        second.then(unavailable());
        assertThatThrownBy(() -> decorate(first, settings).chat(REQUEST)).hasMessage("failed");
        assertThat(first.requests).hasSizeBetween(61, 70);
        assertThatThrownBy(() -> decorate(second, settings).chat(REQUEST))
                .isInstanceOfSatisfying(
                        LlmException.class,
                        e -> assertThat(e.attempts().get(0).note()).contains("budget is empty"));

        ScriptedModel other = new ScriptedModel(
                        ModelInfo.builder("another-vendor", "m").build())
                .then(unavailable())
                .then(answer("Hi"));
        assertThat(decorate(other, settings).chat(REQUEST).attempts()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "max-attempts, 0, max-attempts: must be at least 1",
        "base-delay, PT0S, base-delay: must be more than zero",
        "multiplier, 0.5, multiplier: must be at least 1",
        "max-delay, PT0.1S, max-delay: must be at least base-delay",
        "max-retry-after, PT-1S, max-retry-after: must not be negative",
        "budget, -1, budget: must be 0 to 10 retries for each call"
    })
    void aValueThatMakesNoSenseIsRefusedByName(String name, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decorate(new ScriptedModel(), Map.of(name, value)))
                .withMessage(message);
    }

    @Test
    void aPolicyTellsWhatItIs() {
        assertThat(RetryPolicy.DEFAULT)
                .hasToString("RetryPolicy[maxAttempts=3, baseDelay=PT0.5S, multiplier=2.0, maxDelay=PT20S,"
                        + " maxRetryAfter=PT1M, except=[]]");
    }
}
