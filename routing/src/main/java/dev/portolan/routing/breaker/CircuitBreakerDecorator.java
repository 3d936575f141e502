package dev.portolan.routing.breaker;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.time.Duration;
import java.util.List;

/**
 * Circuit breakers by configuration: {@code portolan.models.<name>.circuit-breaker=on} and {@code
 * portolan.models.<name>.circuit-breaker.*}. Off by default; each name has a breaker of its own, and a reload begins a closed one.
 */
public final class CircuitBreakerDecorator implements DecoratorProvider {

    private static final BreakerPolicy DEFAULT = BreakerPolicy.DEFAULT;

    /** For {@link java.util.ServiceLoader}. */
    public CircuitBreakerDecorator() {}

    @Override
    public String id() {
        return "circuit-breaker";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public Position position() {
        return Position.CIRCUIT_BREAKER;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.choice(
                                "",
                                List.of("on", "off"),
                                "Whether a model that fails too often is left alone for a while.")
                        .withDefault("off"),
                SettingSpec.of(
                                "failure-rate",
                                SettingSpec.Type.DECIMAL,
                                "The share of failed calls from which it is left alone, such as 0.5.")
                        .withDefault("0.5"),
                SettingSpec.of(
                                "minimum-calls",
                                SettingSpec.Type.INTEGER,
                                "How many calls there must be before the share says anything.")
                        .withDefault("10"),
                SettingSpec.of("window", SettingSpec.Type.DURATION, "How far back calls count.")
                        .withDefault("60s"),
                SettingSpec.of("open-for", SettingSpec.Type.DURATION, "How long it is left alone before a probe.")
                        .withDefault("30s"),
                SettingSpec.of(
                                "max-open-for",
                                SettingSpec.Type.DURATION,
                                "Where that stops doubling with each probe that fails.")
                        .withDefault("5m"),
                SettingSpec.of(
                                "probe-timeout",
                                SettingSpec.Type.DURATION,
                                "After how long a silent probe makes way for another.")
                        .withDefault("60s"));
    }

    @Override
    public ChatModel decorate(ChatModel model, String name, Settings settings) {
        if (!"on".equals(settings.string(""))) {
            return model;
        }
        Double rate = settings.decimal("failure-rate");
        Long calls = settings.integer("minimum-calls");
        return new BreakingChatModel(
                model,
                new CircuitBreaker(new BreakerPolicy(
                        rate != null ? rate : DEFAULT.failureRate(),
                        calls != null ? Math.toIntExact(calls) : DEFAULT.minimumCalls(),
                        duration(settings, "window", DEFAULT.window()),
                        duration(settings, "open-for", DEFAULT.openFor()),
                        duration(settings, "max-open-for", DEFAULT.maxOpenFor()),
                        duration(settings, "probe-timeout", DEFAULT.probeTimeout()))));
    }

    private static Duration duration(Settings settings, String name, Duration byDefault) {
        Duration given = settings.duration(name);
        return given != null ? given : byDefault;
    }
}
