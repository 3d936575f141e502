package dev.portolan.routing.route;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Hedging by configuration:
 *
 * <pre>{@code
 * portolan.models.assistant.provider=hedge
 * portolan.models.assistant.targets=azure-eu,azure-us
 * portolan.models.assistant.after=2s
 * }</pre>
 */
public final class HedgeRouter implements RouterProvider {

    static final String ID = "hedge";

    private static final FallbackSettings SETTINGS = new FallbackSettings(
            "The models: the first is asked, the second beside it when it takes long, each next one when they fail.",
            null);

    /** As many as there are such routers: what they learnt outlives a reload. */
    private final ConcurrentMap<String, HedgeFigures> figures = new ConcurrentHashMap<>();

    /** For {@link java.util.ServiceLoader}. */
    public HedgeRouter() {}

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
        specs.add(SettingSpec.of(
                        "quantile",
                        SettingSpec.Type.DECIMAL,
                        "The share of a model's recent answers that took less time than it has before the second is asked.")
                .withDefault("0.95"));
        specs.add(SettingSpec.of(
                        "minimum-calls",
                        SettingSpec.Type.INTEGER,
                        "How many answers of the last five minutes there must be before the quantile says anything.")
                .withDefault("50"));
        specs.add(SettingSpec.of(
                "after",
                SettingSpec.Type.DURATION,
                "The earliest time at which the second is asked, and the time itself until the quantile says something; without it"
                        + " there is no floor, and no second attempt until then."));
        specs.add(SettingSpec.of(
                        "max-share",
                        SettingSpec.Type.DECIMAL,
                        "The share of the calls that may ask a second model, from 0 to 1.")
                .withDefault("0.1"));
        return specs;
    }

    @Override
    public List<String> targets(Settings settings) {
        policy(settings);
        return SETTINGS.names(settings);
    }

    @Override
    public ChatModel route(String name, Settings settings, Function<String, ChatModel> models) {
        return new HedgeModel(
                name,
                SETTINGS.plan(settings, models),
                policy(settings),
                HedgeThreads.shared(),
                figures.computeIfAbsent(name, router -> new HedgeFigures()),
                Alarm.SYSTEM,
                RouteClock.SYSTEM);
    }

    private static HedgePolicy policy(Settings settings) {
        HedgePolicy byDefault = HedgePolicy.DEFAULT;
        Double quantile = settings.decimal("quantile");
        Long calls = settings.integer("minimum-calls");
        Double share = settings.decimal("max-share");
        return new HedgePolicy(
                quantile == null ? byDefault.quantile() : quantile,
                calls == null ? byDefault.minimumCalls() : Math.toIntExact(calls),
                settings.duration("after"),
                share == null ? byDefault.maxShare() : share);
    }
}
