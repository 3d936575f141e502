package dev.portolan.routing.rollout;

import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.CitationCheck;
import dev.portolan.evidence.check.GroundednessCheck;
import dev.portolan.evidence.check.JsonChecks;
import dev.portolan.evidence.check.RefusalCheck;
import dev.portolan.routing.rollout.judge.Limits;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A plan from settings. */
final class RolloutSettings {

    private static final Map<String, Supplier<Check>> CHECKS = checksByName();

    private RolloutSettings() {}

    private static Map<String, Supplier<Check>> checksByName() {
        Map<String, Supplier<Check>> checks = new LinkedHashMap<>();
        checks.put("schema", JsonChecks::requestedSchema);
        checks.put("complies", RefusalCheck::complies);
        checks.put("json", JsonChecks::valid);
        checks.put("citations", CitationCheck::all);
        checks.put("groundedness", GroundednessCheck::standard);
        return checks;
    }

    static List<SettingSpec> specs() {
        List<SettingSpec> specs = new ArrayList<>(people());
        specs.addAll(List.of(
                SettingSpec.choice(
                                "preset",
                                List.of("canary", "gradual", "big-bang", "shadow-only", "parallel-run"),
                                "Usual steps: 5, 25 and 100 %; 10, 50 and 100 %; everything at once; none.")
                        .withDefault("canary"),
                SettingSpec.of("steps", SettingSpec.Type.LIST, "The steps in percent, in place of the preset's."),
                SettingSpec.of("gates", SettingSpec.Type.LIST, "The steps that a person must end, in percent."),
                SettingSpec.of("min-requests", SettingSpec.Type.INTEGER, "How many calls of the target a step needs.")
                        .withDefault("100"),
                SettingSpec.of("min-duration", SettingSpec.Type.DURATION, "How long a step lasts at least.")
                        .withDefault("1h"),
                SettingSpec.of(
                        "scope",
                        SettingSpec.Type.STRING,
                        "The calls that take part, such as feature=search; all by default."),
                SettingSpec.of(
                        "first",
                        SettingSpec.Type.STRING,
                        "Who gets the target before the first step, such as tag.staff=yes."),
                SettingSpec.of(
                        "one-by-one", SettingSpec.Type.LIST, "Parts that move one after another, in place of steps."),
                SettingSpec.of(
                                "stickiness",
                                SettingSpec.Type.STRING,
                                "What keeps a caller on its side: stickiness-key, tenant or tag.<name>.")
                        .withDefault("stickiness-key")));
        specs.addAll(judging());
        specs.addAll(times());
        specs.addAll(control());
        return specs;
    }

    private static List<SettingSpec> people() {
        return List.of(
                SettingSpec.of("source", SettingSpec.Type.STRING, "The model that answers now.")
                        .mandatory(),
                SettingSpec.of(
                                "target",
                                SettingSpec.Type.STRING,
                                "The model that is to answer; the source itself for an A/A run.")
                        .mandatory(),
                SettingSpec.of(
                        "id",
                        SettingSpec.Type.STRING,
                        "The name and salt of the rollout; the model's name by default."),
                SettingSpec.of("owner", SettingSpec.Type.STRING, "Who decides, and is called when it goes wrong.")
                        .mandatory(),
                SettingSpec.of(
                                "success-metric",
                                SettingSpec.Type.STRING,
                                "By what the owner will say that it was right.")
                        .mandatory(),
                SettingSpec.of("rollback-trigger", SettingSpec.Type.STRING, "When it goes back, in the owner's words.")
                        .mandatory());
    }

    private static List<SettingSpec> judging() {
        return List.of(
                SettingSpec.of("error-rate", SettingSpec.Type.DECIMAL, "The share of failed calls that rolls back.")
                        .withDefault("0.05"),
                SettingSpec.of(
                                "latency-factor",
                                SettingSpec.Type.DECIMAL,
                                "How many times the source's time rolls back.")
                        .withDefault("2"),
                SettingSpec.of("cost-over", SettingSpec.Type.DECIMAL, "The share over the forecast that rolls back.")
                        .withDefault("0.1"),
                SettingSpec.of(
                                "quality-drop",
                                SettingSpec.Type.DECIMAL,
                                "The share of the source's score whose loss rolls back.")
                        .withDefault("0.1"),
                SettingSpec.of(
                                "missing",
                                SettingSpec.Type.DECIMAL,
                                "The share of answers whose cost or score may be unknown.")
                        .withDefault("0.2"),
                SettingSpec.of("cost", SettingSpec.Type.BOOLEAN, "Whether costs are watched, by the catalog's prices.")
                        .withDefault("true"),
                SettingSpec.of(
                        "forecast",
                        SettingSpec.Type.STRING,
                        "What an answer is to cost on average; what the source's cost by default."),
                SettingSpec.of(
                                "checks",
                                SettingSpec.Type.LIST,
                                "What answers are scored by: " + String.join(", ", CHECKS.keySet())
                                        + "; none watches no quality.")
                        .withDefault("schema,complies"),
                SettingSpec.of(
                                "carry-errors",
                                SettingSpec.Type.BOOLEAN,
                                "Whether a step's errors go on counting in the next.")
                        .withDefault("false"),
                SettingSpec.choice("replay", List.of("on-source", "none"), "Who answers what the target fails.")
                        .withDefault("on-source"),
                SettingSpec.of(
                        "target-timeout",
                        SettingSpec.Type.DURATION,
                        "How long the target has before the source is asked."));
    }

    private static List<SettingSpec> times() {
        return List.of(
                SettingSpec.of(
                                "rollback-window",
                                SettingSpec.Type.DURATION,
                                "How long at 100 % a rollback comes by itself.")
                        .withDefault("24h"),
                SettingSpec.of("cool-down", SettingSpec.Type.DURATION, "How long after a rollback a reset is refused.")
                        .withDefault("1h"),
                SettingSpec.of("max-step", SettingSpec.Type.DURATION, "How long a step may take.")
                        .withDefault("168h"),
                SettingSpec.choice(
                                "on-timeout", List.of("hold", "rollback"), "What happens to a step that takes longer.")
                        .withDefault("hold"),
                SettingSpec.of(
                                "validation",
                                SettingSpec.Type.DURATION,
                                "How long after a rollback recovery is watched.")
                        .withDefault("30m"),
                SettingSpec.of(
                                "review",
                                SettingSpec.Type.DURATION,
                                "How long after the rollback window the review is due: 168h to 336h.")
                        .withDefault("168h"),
                SettingSpec.of(
                                "alert-every",
                                SettingSpec.Type.DURATION,
                                "How long after a warning the next of its kind may come.")
                        .withDefault("15m"));
    }

    private static List<SettingSpec> control() {
        return List.of(
                SettingSpec.of(
                                "state",
                                SettingSpec.Type.STRING,
                                "The store that the instances share, by its name in StateStores.")
                        .withDefault("memory"),
                SettingSpec.of("poll", SettingSpec.Type.DURATION, "How often an instance asks the store.")
                        .withDefault("5s"),
                SettingSpec.of(
                        "shadow",
                        SettingSpec.Type.STRING,
                        "The model that answers in the shadow, such as one of provider=shadow; the source by default."),
                SettingSpec.of("max-percent", SettingSpec.Type.DECIMAL, "A ceiling to the target's share.")
                        .withDefault("100"),
                SettingSpec.choice(
                                "control",
                                List.of("run", "hold", "rollback"),
                                "What to do with the rollout when this is loaded.")
                        .withDefault("run"),
                SettingSpec.of("control-reason", SettingSpec.Type.STRING, "Why, for the log.")
                        .withDefault("as configured"));
    }

    static String required(Settings settings, String name) {
        String value = settings.string(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + ": must be given before any traffic moves");
        }
        return value;
    }

    static RolloutPlan plan(@Nullable String name, Settings settings) {
        String id = settings.string("id");
        RolloutPlan.Builder plan = RolloutPlan.builder(
                id != null ? id : name != null ? name : "unnamed",
                required(settings, "owner"),
                required(settings, "success-metric"),
                required(settings, "rollback-trigger"));
        steps(plan, settings);
        String scope = settings.string("scope");
        String forecast = settings.string("forecast");
        return plan.scope(scope == null ? Audience.everyone() : Audience.parse(scope))
                .stickiness(Stickiness.parse(required(settings, "stickiness")))
                .limits(limits(settings))
                .forecast(forecast == null ? null : amount(forecast))
                .times(new RolloutTimes(
                        duration(settings, "rollback-window"),
                        duration(settings, "cool-down"),
                        duration(settings, "max-step"),
                        duration(settings, "validation"),
                        duration(settings, "review"),
                        RolloutTimes.DEFAULT.recent(),
                        duration(settings, "alert-every")))
                .onTimeout("rollback".equals(settings.string("on-timeout")) ? StepTimeout.ROLLBACK : StepTimeout.HOLD)
                .replay("none".equals(settings.string("replay")) ? Replay.NONE : Replay.ON_SOURCE)
                .targetTimeout(settings.duration("target-timeout"))
                .carryErrors(Boolean.TRUE.equals(settings.bool("carry-errors")))
                .build();
    }

    private static void steps(RolloutPlan.Builder plan, Settings settings) {
        List<String> parts = settings.list("one-by-one");
        List<String> percents = settings.list("steps");
        if (!parts.isEmpty()) {
            if (!percents.isEmpty()) {
                throw new IllegalArgumentException("one-by-one, steps: only one of them");
            }
            plan.oneByOne(parts.stream().map(Audience::parse).toList());
            return;
        }
        int requests = Math.toIntExact(Objects.requireNonNull(settings.integer("min-requests")));
        Duration least = duration(settings, "min-duration");
        List<Double> gates =
                settings.list("gates").stream().map(RolloutSettings::percent).toList();
        List<Double> shares = percents.isEmpty()
                ? RolloutPreset.of(required(settings, "preset")).steps().stream()
                        .map(RolloutStep::percent)
                        .toList()
                : percents.stream().map(RolloutSettings::percent).toList();
        for (Double gate : gates) {
            if (!shares.contains(gate)) {
                throw new IllegalArgumentException("gates: " + gate + " is none of the steps " + shares);
            }
        }
        plan.steps(shares.stream()
                .map(share -> new RolloutStep(share, requests, least, gates.contains(share)))
                .toList());
        String first = settings.string("first");
        if (first != null) {
            plan.first(Audience.parse(first));
        }
    }

    private static Limits limits(Settings settings) {
        return Limits.DEFAULT
                .withErrorRate(decimal(settings, "error-rate"))
                .withLatencyFactor(decimal(settings, "latency-factor"))
                .withCostOver(decimal(settings, "cost-over"))
                .withQualityDrop(decimal(settings, "quality-drop"))
                .withMissing(decimal(settings, "missing"))
                .watching(!checks(settings).isEmpty(), Boolean.TRUE.equals(settings.bool("cost")));
    }

    static List<Check> checks(Settings settings) {
        List<Check> checks = new ArrayList<>();
        for (String name : settings.list("checks")) {
            Supplier<Check> check = CHECKS.get(name);
            if (check != null) {
                checks.add(check.get());
            } else if (!name.equals("none")) {
                throw new IllegalArgumentException(
                        "checks: " + name + " is none of " + String.join(", ", CHECKS.keySet()) + " or none");
            }
        }
        return checks;
    }

    static double decimal(Settings settings, String name) {
        return Objects.requireNonNull(settings.decimal(name), name);
    }

    static Duration duration(Settings settings, String name) {
        return Objects.requireNonNull(settings.duration(name), name);
    }

    private static double percent(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("steps, gates: " + text + " is no number of percent", e);
        }
    }

    private static BigDecimal amount(String text) {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("forecast: must be an amount such as 0.004", e);
        }
    }
}
