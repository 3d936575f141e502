package dev.portolan.routing.rollout;

import dev.portolan.chat.ChatModel;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.PriceTerms;
import dev.portolan.routing.route.Target;
import dev.portolan.routing.state.StateStoreException;
import dev.portolan.routing.state.StateStores;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A rollout by configuration:
 *
 * <pre>{@code
 * portolan.models.assistant.provider=rollout
 * portolan.models.assistant.source=gpt
 * portolan.models.assistant.target=sonnet
 * portolan.models.assistant.owner=the support team
 * portolan.models.assistant.success-metric=tickets solved without a human stay above 80 %
 * portolan.models.assistant.rollback-trigger=errors above 5 %, or twice the time
 * portolan.models.assistant.steps=5,25,100
 * portolan.models.assistant.state=fleet
 * }</pre>
 *
 * <p>It begins in the shadow; {@link Rollout#named} gives what starts and controls it. When the configuration is loaded anew, minimums, times
 * and {@code max-percent} hold at once, and the rollout goes on where it stands.
 */
public final class RolloutRouter implements RouterProvider {

    static final String ID = "rollout";

    private static final String ACTOR = "configuration";

    /** For {@link java.util.ServiceLoader}. */
    public RolloutRouter() {}

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
        return RolloutSettings.specs();
    }

    @Override
    public List<String> targets(Settings settings) {
        RolloutSettings.plan(null, settings);
        requirePercent(RolloutSettings.decimal(settings, "max-percent"));
        List<String> names = new ArrayList<>();
        names.add(RolloutSettings.required(settings, "source"));
        String target = RolloutSettings.required(settings, "target");
        if (!names.contains(target)) {
            names.add(target);
        }
        String shadow = settings.string("shadow");
        if (shadow != null && !names.contains(shadow)) {
            names.add(shadow);
        }
        return names;
    }

    private static double requirePercent(double percent) {
        return new Ceiling(percent, PercentCeiling.NONE).configured();
    }

    @Override
    public ChatModel route(String name, Settings settings, Function<String, ChatModel> models) {
        RolloutPlan plan = RolloutSettings.plan(name, settings);
        Rollout rollout = Rollout.configured(
                name,
                plan,
                StateStores.named(RolloutSettings.required(settings, "state")),
                RolloutSettings.duration(settings, "poll"));
        rollout.controller().configuredCeiling(RolloutSettings.decimal(settings, "max-percent"));
        control(rollout, settings);
        String source = RolloutSettings.required(settings, "source");
        String target = RolloutSettings.required(settings, "target");
        String shadow = settings.string("shadow");
        return new RolloutModel(
                name,
                rollout,
                new Target(source, models.apply(source)),
                new Target(target, models.apply(target)),
                RolloutSettings.checks(settings),
                plan.limits().cost() ? new BundledPrices(Clock.systemUTC()) : null,
                shadow == null ? null : models.apply(shadow));
    }

    /** What the configuration orders. An order that is refused is told, and stops nothing else. */
    private static void control(Rollout rollout, Settings settings) {
        String reason = RolloutSettings.required(settings, "control-reason");
        try {
            switch (RolloutSettings.required(settings, "control")) {
                case "rollback" -> rollout.rollback(ACTOR, reason);
                case "hold" -> rollout.hold(ACTOR, reason);
                default -> resume(rollout, reason);
            }
        } catch (RolloutRefusedException | StateStoreException e) {
            Audit.LOG.warn(
                    "Rollout {}: what the configuration orders was not done",
                    rollout.plan().id(),
                    e);
        }
    }

    /** What the configuration held, it lets go on; what people held, it does not. */
    private static void resume(Rollout rollout, String reason) {
        RolloutStatus status = rollout.status();
        if (status.stage() == RolloutStage.HELD && status.actor().equals(ACTOR)) {
            rollout.resume(ACTOR, reason);
        }
    }

    /** The catalog's prices of the moment, read when a first cost is asked for. */
    private record BundledPrices(Clock clock) implements PriceSource {
        @Override
        public @Nullable Price price(String provider, String model) {
            return ModelCatalog.bundled().prices(PriceTerms.at(clock.instant())).price(provider, model);
        }
    }
}
