package dev.portolan.routing.route;

import dev.portolan.chat.ChatModel;
import dev.portolan.routing.catalog.Tier;
import dev.portolan.routing.complexity.ComplexityScorer;
import dev.portolan.routing.complexity.TaskMeans;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tiers by configuration:
 *
 * <pre>{@code
 * portolan.models.assistant.provider=tier
 * portolan.models.assistant.mini=nova
 * portolan.models.assistant.reasoning=opus
 * portolan.models.assistant.tasks.triage=mini
 * portolan.models.assistant.complexity=on
 * portolan.models.assistant.strong-share=0.3
 * }</pre>
 */
public final class TierRouter implements RouterProvider {

    static final String ID = "tier";

    private static final double SHARE = 0.3;

    /** For {@link java.util.ServiceLoader}. */
    public TierRouter() {}

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
        List<String> tiers = List.of("mini", "standard", "reasoning", "frontier");
        List<SettingSpec> settings = new ArrayList<>();
        tiers.forEach(tier ->
                settings.add(SettingSpec.of(tier, SettingSpec.Type.STRING, "The model of the tier " + tier + ".")));
        settings.add(SettingSpec.choice(
                "default",
                tiers,
                "The tier of what nothing else decides; the middle one of those that have a model by default."));
        settings.add(
                SettingSpec.of("tasks", SettingSpec.Type.MAP, "The tier of each task key, such as tasks.triage=mini."));
        settings.add(SettingSpec.choice(
                        "complexity",
                        List.of("on", "off"),
                        "Whether the request itself decides where nothing else does.")
                .withDefault("off"));
        settings.add(SettingSpec.choice(
                "cheap", tiers, "The cheap tier of complexity; the lowest with a model by default."));
        settings.add(SettingSpec.choice(
                "strong", tiers, "The strong tier of complexity; the highest with a model by default."));
        settings.add(SettingSpec.of(
                        "strong-share",
                        SettingSpec.Type.DECIMAL,
                        "Which share of the requests may go to the strong tier, from 0 to 1.")
                .withDefault("0.3"));
        settings.add(SettingSpec.choice(
                        "on-failure",
                        List.of("fail", "next"),
                        "Whether another tier is asked when the chosen one fails.")
                .withDefault("fail"));
        return settings;
    }

    @Override
    public List<String> targets(Settings settings) {
        Map<Tier, String> names = names(settings);
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "needs the model of at least one tier: mini, standard, reasoning or frontier");
        }
        rules(settings, names.keySet().stream().toList());
        return names.values().stream().distinct().toList();
    }

    private static Map<Tier, String> names(Settings settings) {
        Map<Tier, String> names = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            String name = settings.string(tier.id());
            if (name != null) {
                names.put(tier, name);
            }
        }
        return names;
    }

    @Override
    public ChatModel route(String name, Settings settings, Function<String, ChatModel> models) {
        Map<Tier, Target> targets = new EnumMap<>(Tier.class);
        names(settings).forEach((tier, target) -> targets.put(tier, new Target(target, models.apply(target))));
        return new TierModel(
                name,
                targets,
                rules(settings, List.copyOf(targets.keySet())),
                "next".equals(settings.string("on-failure")));
    }

    private static TierRules rules(Settings settings, List<Tier> tiers) {
        TierRules.Builder rules = TierRules.builder(tier(settings.string("default"), tiers.get(tiers.size() / 2)));
        settings.map("tasks").forEach((task, tier) -> {
            try {
                rules.task(task, Tier.of(tier));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("tasks." + task + ": " + e.getMessage(), e);
            }
        });
        if ("on".equals(settings.string("complexity"))) {
            Double share = settings.decimal("strong-share");
            if (share != null && !(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("strong-share: must be from 0 to 1, not " + share);
            }
            rules.complexity(
                    tier(settings.string("cheap"), Collections.min(tiers)),
                    tier(settings.string("strong"), Collections.max(tiers)),
                    share == null ? SHARE : share,
                    ComplexityScorer.bundled(),
                    new TaskMeans(TaskMeans.Settings.DEFAULT),
                    () -> ThreadLocalRandom.current().nextLong());
        }
        return rules.build();
    }

    private static Tier tier(@Nullable String given, Tier byDefault) {
        return given == null ? byDefault : Tier.of(given);
    }
}
