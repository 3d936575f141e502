package dev.portolan.routing.limit;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Rate limits by configuration: {@code portolan.models.<name>.rate-limit=on} and {@code portolan.models.<name>.rate-limit.*}. Off by
 * default. Models of one {@code group} share one limiter; a reload keeps it.
 */
public final class RateLimitDecorator implements DecoratorProvider {

    /** As many as there are groups in the configuration. */
    private static final Map<Shared, RateLimiter> LIMITERS = new ConcurrentHashMap<>();

    private record Shared(
            String group, @Nullable Long requests, @Nullable Long tokens) {}

    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    /** For {@link java.util.ServiceLoader}. */
    public RateLimitDecorator() {}

    @Override
    public String id() {
        return "rate-limit";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public Position position() {
        return Position.RATE_LIMIT;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.choice("", List.of("on", "off"), "Whether calls wait for their turn.")
                        .withDefault("off"),
                SettingSpec.of(
                        "requests-per-minute",
                        SettingSpec.Type.INTEGER,
                        "How many requests a minute; only what the vendor tells by default."),
                SettingSpec.of(
                        "tokens-per-minute",
                        SettingSpec.Type.INTEGER,
                        "How many tokens a minute, input and output; only what the vendor tells by default."),
                SettingSpec.of("max-wait", SettingSpec.Type.DURATION, "The longest that a call waits for its turn.")
                        .withDefault("30s"),
                SettingSpec.of(
                        "group",
                        SettingSpec.Type.STRING,
                        "Models with the same group share the limit; each has its own by default."));
    }

    @Override
    public ChatModel decorate(ChatModel model, String name, Settings settings) {
        if (!"on".equals(settings.string(""))) {
            return model;
        }
        Long requests = settings.integer("requests-per-minute");
        Long tokens = settings.integer("tokens-per-minute");
        String group = settings.string("group");
        RateLimiter limiter = group == null
                ? new RateLimiter(requests, tokens)
                : LIMITERS.computeIfAbsent(
                        new Shared(group, requests, tokens),
                        shared -> new RateLimiter(shared.requests(), shared.tokens()));
        Duration wait = settings.duration("max-wait");
        return new LimitedChatModel(model, limiter, wait == null ? MAX_WAIT : wait);
    }
}
