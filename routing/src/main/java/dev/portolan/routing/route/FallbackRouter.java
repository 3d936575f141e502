package dev.portolan.routing.route;

import dev.portolan.chat.ChatModel;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fallback by configuration:
 *
 * <pre>{@code
 * portolan.models.assistant.provider=fallback
 * portolan.models.assistant.targets=azure-eu,bedrock-eu
 * portolan.models.assistant.target-timeout=20s
 * }</pre>
 */
public final class FallbackRouter implements RouterProvider {

    static final String ID = "fallback";

    /** For {@link java.util.ServiceLoader}. */
    public FallbackRouter() {}

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
        return List.of(
                SettingSpec.of("targets", SettingSpec.Type.LIST, "The models, in the order in which they are asked.")
                        .mandatory(),
                SettingSpec.of(
                        "weights",
                        SettingSpec.Type.MAP,
                        "How often each model is asked first, in proportion; the order is then drawn for each call."),
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
                        "The model that is asked when a content filter stopped the prompt or the model refused; nobody by default."));
    }

    @Override
    public List<String> targets(Settings settings) {
        List<String> names = new ArrayList<>(settings.list("targets"));
        FallbackPlan.requireSense(
                names, weights(settings.map("weights")), attempts(settings), settings.duration("target-timeout"));
        for (String setting : List.of("on-context-length", "on-content-filter")) {
            String name = settings.string(setting);
            if (name != null && !names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    @Override
    public ChatModel route(String name, Settings settings, Function<String, ChatModel> models) {
        FallbackPlan.Builder plan = FallbackPlan.builder();
        settings.list("targets").forEach(target -> plan.target(new Target(target, models.apply(target))));
        Integer attempts = attempts(settings);
        if (attempts != null) {
            plan.maxAttempts(attempts);
        }
        return new FallbackModel(
                name,
                plan.weights(weights(settings.map("weights")))
                        .targetTimeout(settings.duration("target-timeout"))
                        .onContextLength(target(settings.string("on-context-length"), models))
                        .onContentFilter(target(settings.string("on-content-filter"), models))
                        .build());
    }

    private static @Nullable Integer attempts(Settings settings) {
        Long attempts = settings.integer("max-attempts");
        return attempts == null ? null : Integer.valueOf(Math.toIntExact(attempts));
    }

    private static @Nullable Target target(@Nullable String name, Function<String, ChatModel> models) {
        return name == null ? null : new Target(name, models.apply(name));
    }

    private static Map<String, Integer> weights(Map<String, String> given) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        given.forEach((target, weight) -> {
            try {
                weights.put(target, Integer.valueOf(weight.strip()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("weights: " + target + " must have a whole number", e);
            }
        });
        return weights;
    }
}
