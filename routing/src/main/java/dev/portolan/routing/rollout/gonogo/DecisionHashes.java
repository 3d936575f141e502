package dev.portolan.routing.rollout.gonogo;

import dev.portolan.evidence.parity.SideFacts;
import dev.portolan.routing.rollout.RolloutPlan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What a decision is bound to, as SHA-256 in hexadecimal: the same whenever and wherever it is computed. */
public final class DecisionHashes {

    /** The name of the plan's hash. */
    public static final String PLAN = "plan";

    /** The name of the hash of the model that traffic leaves. */
    public static final String SOURCE_MODEL = "source-model";

    /** The name of the hash of the model that traffic moves to. */
    public static final String TARGET_MODEL = "target-model";

    /** The name of the hash of what the source was asked with. */
    public static final String SOURCE_PROMPT = "source-prompt";

    /** The name of the hash of what the target was asked with. */
    public static final String TARGET_PROMPT = "target-prompt";

    /** The name of the dataset's hash. */
    public static final String DATASET = "dataset";

    static final String PARITY = "parity-report";
    static final String SHADOW = "shadow";
    static final String DRILL = "rollback-drill";
    static final String WORSE = "worse-target-report";

    private DecisionHashes() {}

    /**
     * The hash of a plan: of all that it says. A condition in code counts by its name.
     *
     * @param plan the plan
     * @return 64 characters
     */
    public static String plan(RolloutPlan plan) {
        StringBuilder all = new StringBuilder("portolan-rollout-plan/1\n");
        line(all, "id", plan.id());
        line(all, "owner", plan.owner());
        line(all, "success-metric", plan.successMetric());
        line(all, "rollback-trigger", plan.rollbackTrigger());
        line(all, "steps", plan.steps());
        plan.cohorts().forEach(cohort -> line(all, "cohort", cohort.who() + " from " + cohort.fromStep()));
        line(all, "scope", plan.scope());
        line(all, "stickiness", plan.stickiness());
        line(all, "limits", plan.limits());
        line(
                all,
                "forecast",
                plan.forecast() == null
                        ? "none"
                        : plan.forecast().stripTrailingZeros().toPlainString());
        line(all, "hard-stops", plan.hardStops());
        line(all, "times", plan.times());
        line(all, "on-timeout", plan.onTimeout());
        line(all, "replay", plan.replay());
        line(all, "target-timeout", plan.targetTimeout() == null ? "none" : plan.targetTimeout());
        line(all, "carry-errors", plan.carryErrors());
        return of(all.toString());
    }

    /**
     * The hash of a model as it is asked.
     *
     * @param provider who serves it
     * @param model what is asked for
     * @param parameters what is set, by name, as in {@link SideFacts#parameters()}
     * @return 64 characters
     */
    public static String model(String provider, String model, Map<String, String> parameters) {
        StringBuilder all = new StringBuilder("portolan-model/1\n");
        line(all, "provider", provider);
        line(all, "model", model);
        new TreeMap<>(parameters).forEach((name, value) -> line(all, "set " + name, value));
        return of(all.toString());
    }

    /**
     * The hash of a text.
     *
     * @param text any
     * @return 64 characters
     */
    public static String of(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    static String model(SideFacts side) {
        return model(side.provider(), side.model(), side.parameters());
    }

    /** With its length, so that no two lists of values give one text. */
    private static void line(StringBuilder all, String name, Object value) {
        String text = value.toString();
        all.append(name)
                .append(' ')
                .append(text.length())
                .append(' ')
                .append(text)
                .append('\n');
    }
}
