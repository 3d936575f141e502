package dev.portolan.routing.catalog;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many times the output that reasoning makes of an answer, by effort, reasoning included. No vendor states such figures and they vary
 * from task to task by more than these steps differ: they are this library's own assumption, made to keep a list price from hiding that
 * reasoning is billed as output. Measure on requests of your own before you rely on a projected cost.
 */
public final class EffortMultiplier {

    /** What to say beside a figure that one of these went into. */
    public static final String ASSUMPTION = "the output of reasoning is assumed, not measured";

    private static final BigDecimal MEDIUM = new BigDecimal("3");

    private static final Map<String, BigDecimal> BY_EFFORT = Map.of(
            "none", BigDecimal.ONE,
            "minimal", new BigDecimal("1.2"),
            "low", new BigDecimal("1.5"),
            "medium", MEDIUM,
            "high", new BigDecimal("6"),
            "xhigh", new BigDecimal("10"),
            "max", new BigDecimal("15"));

    private EffortMultiplier() {}

    /**
     * The multiplier of an effort.
     *
     * @param effort the vendor's word, in any case; {@code null} for that of a model which reasons without being told how much
     * @return at least 1; that of {@code medium} for {@code null} and for words that are not known
     */
    public static BigDecimal of(@Nullable String effort) {
        return effort == null ? MEDIUM : BY_EFFORT.getOrDefault(effort.toLowerCase(Locale.ROOT), MEDIUM);
    }

    /**
     * The multiplier of a model that is asked nothing about reasoning.
     *
     * @param model the model
     * @return 1 unless it {@linkplain Behaviours#REASONS_BY_DEFAULT reasons by default} or
     *     {@linkplain Behaviours#REASONS_ALWAYS always}
     */
    public static BigDecimal unasked(CatalogModel model) {
        BigDecimal multiplier = BigDecimal.ONE;
        for (Behaviour behaviour : model.behaviours()) {
            if (behaviour.key().equals(Behaviours.REASONS_BY_DEFAULT)
                    || behaviour.key().equals(Behaviours.REASONS_ALWAYS)) {
                multiplier = multiplier.max(of(behaviour.parameters().get("effort")));
            }
        }
        return multiplier;
    }
}
