package dev.portolan.routing.route;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The settings that all routers have which go on to the next model when one fails. */
final class FallbackSettings {

    private static final List<String> SPECIAL = List.of("on-context-length", "on-content-filter");

    private final String order;
    private final @Nullable String weights;

    /**
     * The settings of a kind of router.
     *
     * @param order what the order of the models means
     * @param weights what weights mean, or {@code null} where there are none
     */
    FallbackSettings(String order, @Nullable String weights) {
        this.order = order;
        this.weights = weights;
    }

    /** What may be set. */
    List<SettingSpec> specs() {
        List<SettingSpec> specs = new ArrayList<>(
                List.of(
                        SettingSpec.of("targets", SettingSpec.Type.LIST, order).mandatory(),
                        SettingSpec.of(
                                "max-attempts",
                                SettingSpec.Type.INTEGER,
                                "How many times a call is sent at most, over all models and their retries; two more than models by default."),
                        SettingSpec.of(
                                "target-timeout",
                                SettingSpec.Type.DURATION,
                                "How long one model has before the next is asked; what the call's deadline leaves by default."),
                        SettingSpec.of(
                                "on-context-length",
                                SettingSpec.Type.STRING,
                                "The model that is asked when a request was too long."),
                        SettingSpec.of(
                                "on-content-filter",
                                SettingSpec.Type.STRING,
                                "The model that is asked when a content filter stopped the prompt or the model refused; nobody by default.")));
        if (weights != null) {
            specs.add(SettingSpec.of("weights", SettingSpec.Type.MAP, weights));
        }
        return specs;
    }

    /**
     * The models that are named.
     *
     * @throws IllegalArgumentException when the settings make no sense; the message names one
     */
    List<String> names(Settings settings) {
        List<String> names = new ArrayList<>(settings.list("targets"));
        FallbackPlan.requireSense(names, weights(settings), attempts(settings), settings.duration("target-timeout"));
        for (String setting : SPECIAL) {
            String name = settings.string(setting);
            if (name != null && !names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** The plan. */
    FallbackPlan plan(Settings settings, Function<String, ChatModel> models) {
        FallbackPlan.Builder plan = FallbackPlan.builder();
        settings.list("targets").forEach(target -> plan.target(new Target(target, models.apply(target))));
        Integer attempts = attempts(settings);
        if (attempts != null) {
            plan.maxAttempts(attempts);
        }
        return plan.weights(weights(settings))
                .targetTimeout(settings.duration("target-timeout"))
                .onContextLength(target(settings.string("on-context-length"), models))
                .onContentFilter(target(settings.string("on-content-filter"), models))
                .build();
    }

    private static @Nullable Integer attempts(Settings settings) {
        Long attempts = settings.integer("max-attempts");
        return attempts == null ? null : Integer.valueOf(Math.toIntExact(attempts));
    }

    private static @Nullable Target target(@Nullable String name, Function<String, ChatModel> models) {
        return name == null ? null : new Target(name, models.apply(name));
    }

    private Map<String, Integer> weights(Settings settings) {
        if (weights == null) {
            return Map.of();
        }
        Map<String, Integer> given = new LinkedHashMap<>();
        settings.map("weights").forEach((target, weight) -> {
            try {
                given.put(target, Integer.valueOf(weight.strip()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("weights: " + target + " must have a whole number", e);
            }
        });
        return given;
    }
}
