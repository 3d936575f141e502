package dev.portolan.config.internal;

import dev.portolan.chat.AdaptationPolicy;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ModelLimits;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.Timeouts;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The vocabulary of model settings that is the same for every provider: {@code docs/configuration.md} lists it. */
final class NeutralSettings {

    /** How the model is said: exactly one of them is. */
    static final List<String> CHOOSING = List.of("model", "like", "tier");

    static final List<SettingSpec> SPECS = specs();

    /** Every neutral name, that of the provider included. */
    static final List<String> NAMES = names();

    private NeutralSettings() {}

    private static List<SettingSpec> specs() {
        List<SettingSpec> specs = new ArrayList<>(List.of(
                SettingSpec.of(
                        "model", SettingSpec.Type.STRING, "The model as the provider names it; a deployment on Azure."),
                SettingSpec.of(
                        "like", SettingSpec.Type.STRING, "A model of any provider that the one looked for resembles."),
                SettingSpec.of("tier", SettingSpec.Type.STRING, "The tier that the model looked for belongs to."),
                SettingSpec.of(
                        "base-model", SettingSpec.Type.STRING, "The model behind a name that the customer chose."),
                SettingSpec.of("temperature", SettingSpec.Type.DECIMAL, "The default temperature."),
                SettingSpec.of("top-p", SettingSpec.Type.DECIMAL, "The default of nucleus sampling."),
                SettingSpec.of(
                        "top-k", SettingSpec.Type.INTEGER, "The default number of likeliest tokens to choose from."),
                SettingSpec.of("max-output-tokens", SettingSpec.Type.INTEGER, "The default limit on output tokens."),
                SettingSpec.of("seed", SettingSpec.Type.INTEGER, "The default seed."),
                SettingSpec.of("frequency-penalty", SettingSpec.Type.DECIMAL, "The default frequency penalty."),
                SettingSpec.of("presence-penalty", SettingSpec.Type.DECIMAL, "The default presence penalty."),
                SettingSpec.choice("reasoning-effort", words(ReasoningEffort.values()), "The default effort."),
                SettingSpec.of("parallel-tool-calls", SettingSpec.Type.BOOLEAN, "The default of the parallel switch."),
                SettingSpec.of("stop", SettingSpec.Type.LIST, "The default stop sequences."),
                SettingSpec.of(
                        "timeout", SettingSpec.Type.DURATION, "How long a whole call may take, retries included."),
                SettingSpec.of("timeout.connect", SettingSpec.Type.DURATION, "How long connecting may take."),
                SettingSpec.of(
                        "timeout.first-token",
                        SettingSpec.Type.DURATION,
                        "How long the first byte of an answer may take."),
                SettingSpec.of("timeout.idle", SettingSpec.Type.DURATION, "How long a stream may be silent."),
                SettingSpec.choice(
                        "adaptation", words(AdaptationPolicy.values()), "What becomes of settings that do not fit."),
                SettingSpec.of("limits.context-tokens", SettingSpec.Type.INTEGER, "Input and output tokens together."),
                SettingSpec.of("limits.max-output-tokens", SettingSpec.Type.INTEGER, "The most output tokens."),
                SettingSpec.of("limits.max-temperature", SettingSpec.Type.DECIMAL, "The highest temperature."),
                SettingSpec.of("limits.max-stop-sequences", SettingSpec.Type.INTEGER, "The most stop sequences."),
                SettingSpec.of("limits.max-tools", SettingSpec.Type.INTEGER, "The most tools."),
                SettingSpec.of("limits.max-image-bytes", SettingSpec.Type.SIZE, "The size of one inline image.")));
        for (Capability capability : Capability.values()) {
            specs.add(SettingSpec.of(
                    key(capability), SettingSpec.Type.BOOLEAN, "Whether the model can, as you know better."));
        }
        return List.copyOf(specs);
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of("provider"));
        SPECS.forEach(spec -> names.add(spec.name()));
        return List.copyOf(names);
    }

    private static String key(Capability capability) {
        return "capabilities." + word(capability);
    }

    private static List<String> words(Enum<?>[] constants) {
        return Arrays.stream(constants).map(NeutralSettings::word).toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable String word) {
        return word == null
                ? null
                : Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /**
     * What is out of range: the setting's name and why. The upper ends that differ from vendor to vendor are not checked here.
     */
    static @Nullable String rangeProblem(String name, Settings settings) {
        return switch (name) {
            case "temperature", "limits.max-temperature" -> {
                Double value = settings.decimal(name);
                yield value != null && value < 0 ? "must not be negative" : null;
            }
            case "top-p" -> {
                Double value = settings.decimal(name);
                yield value != null && (value < 0 || value > 1) ? "must be between 0 and 1" : null;
            }
            case "top-k", "max-output-tokens", "limits.context-tokens", "limits.max-output-tokens" ->
                count(settings.integer(name), 1);
            case "limits.max-stop-sequences", "limits.max-tools" -> count(settings.integer(name), 0);
            case "timeout", "timeout.connect", "timeout.first-token", "timeout.idle" -> {
                Duration value = settings.duration(name);
                yield value != null && value.isZero() ? "must be more than zero" : null;
            }
            default -> null;
        };
    }

    private static @Nullable String count(@Nullable Long value, int least) {
        boolean good = value == null || (value >= least && value <= Integer.MAX_VALUE);
        return good ? null : "must be at least " + least + " and at most " + Integer.MAX_VALUE;
    }

    static ModelSettings toModelSettings(String name, String model, Settings neutral, Settings own) {
        Map<Capability, Boolean> capabilities = new EnumMap<>(Capability.class);
        for (Capability capability : Capability.values()) {
            Boolean stated = neutral.bool(key(capability));
            if (stated != null) {
                capabilities.put(capability, stated);
            }
        }
        AdaptationPolicy adaptation = constant(AdaptationPolicy.class, neutral.string("adaptation"));
        return ModelSettings.builder(name, model)
                .baseModel(neutral.string("base-model"))
                .temperature(neutral.decimal("temperature"))
                .topP(neutral.decimal("top-p"))
                .topK(toInt(neutral.integer("top-k")))
                .maxOutputTokens(toInt(neutral.integer("max-output-tokens")))
                .seed(neutral.integer("seed"))
                .frequencyPenalty(neutral.decimal("frequency-penalty"))
                .presencePenalty(neutral.decimal("presence-penalty"))
                .reasoningEffort(constant(ReasoningEffort.class, neutral.string("reasoning-effort")))
                .parallelToolCalls(neutral.bool("parallel-tool-calls"))
                .stop(neutral.list("stop"))
                .timeout(neutral.duration("timeout"))
                .timeouts(new Timeouts(
                        neutral.duration("timeout.connect"),
                        neutral.duration("timeout.first-token"),
                        neutral.duration("timeout.idle")))
                .adaptation(adaptation == null ? AdaptationPolicy.ADAPT : adaptation)
                .capabilities(capabilities)
                .limits(new ModelLimits(
                        toInt(neutral.integer("limits.context-tokens")),
                        toInt(neutral.integer("limits.max-output-tokens")),
                        neutral.decimal("limits.max-temperature"),
                        toInt(neutral.integer("limits.max-stop-sequences")),
                        toInt(neutral.integer("limits.max-tools")),
                        neutral.size("limits.max-image-bytes")))
                .own(own)
                .build();
    }

    private static @Nullable Integer toInt(@Nullable Long value) {
        return value == null ? null : Math.toIntExact(value);
    }
}
