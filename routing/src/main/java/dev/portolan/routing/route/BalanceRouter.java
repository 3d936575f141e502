package dev.portolan.routing.route;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Balancing by configuration:
 *
 * <pre>{@code
 * portolan.models.assistant.provider=balance
 * portolan.models.assistant.targets=eu-1,eu-2,eu-3
 * portolan.models.assistant.strategy=latency
 * portolan.models.assistant.cache-lifetime=1h
 * }</pre>
 */
public final class BalanceRouter implements RouterProvider {

    static final String ID = "balance";

    private static final FallbackSettings SETTINGS = new FallbackSettings(
            "The models over which calls are spread, in any order.",
            "How much each model takes in proportion, such as the size of its quota; all alike by default.");

    /** As many as there are such routers: what they know outlives a reload. */
    private final ConcurrentMap<String, BalanceFigures> figures = new ConcurrentHashMap<>();

    /** For {@link java.util.ServiceLoader}. */
    public BalanceRouter() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<SettingSpec> settings() {
        List<SettingSpec> specs = new ArrayList<>(SETTINGS.specs());
        specs.add(SettingSpec.choice(
                        "strategy",
                        List.of("weighted", "least-busy", "latency"),
                        "Who is chosen: by weight alone, by the calls under way, or by recent latency and calls under way.")
                .withDefault("latency"));
        specs.add(SettingSpec.choice(
                        "affinity",
                        List.of("off", "key", "prompt"),
                        "Which calls stay with the model that has their prompt in its cache: those with the same stickiness key, or"
                                + " also those with the same tools, system text and first turn.")
                .withDefault("prompt"));
        specs.add(SettingSpec.of(
                        "cache-lifetime",
                        SettingSpec.Type.DURATION,
                        "How long a model is taken to keep a prompt in its cache after it was last used.")
                .withDefault("5m"));
        specs.add(SettingSpec.of(
                        "overload",
                        SettingSpec.Type.DECIMAL,
                        "How many times as many calls as the others on average a model may have under way before a call leaves it in"
                                + " spite of its cache.")
                .withDefault("2"));
        return specs;
    }

    @Override
    public List<String> targets(Settings settings) {
        policy(settings);
        return SETTINGS.names(settings);
    }

    @Override
    public ChatModel route(String name, Settings settings, Function<String, ChatModel> models) {
        return new BalanceModel(
                name,
                SETTINGS.plan(settings, models),
                policy(settings),
                figures.computeIfAbsent(name, router -> new BalanceFigures()),
                RouteClock.SYSTEM);
    }

    private static BalancePolicy policy(Settings settings) {
        BalancePolicy byDefault = BalancePolicy.DEFAULT;
        Duration lifetime = settings.duration("cache-lifetime");
        Double overload = settings.decimal("overload");
        return new BalancePolicy(
                BalanceStrategy.valueOf(constant(settings, "strategy")),
                BalancePolicy.Affinity.valueOf(constant(settings, "affinity")),
                lifetime == null ? byDefault.cacheLifetime() : lifetime,
                overload == null ? byDefault.overload() : overload);
    }

    /** A choice always has a value, by default if nothing else. */
    private static String constant(Settings settings, String name) {
        return Objects.requireNonNull(settings.string(name), name)
                .toUpperCase(Locale.ROOT)
                .replace('-', '_');
    }
}
