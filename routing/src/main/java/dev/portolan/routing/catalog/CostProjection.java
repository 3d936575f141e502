package dev.portolan.routing.catalog;

import dev.portolan.chat.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Costs of calls that have not been made. */
final class CostProjection {

    private CostProjection() {}

    static Cost of(
            Offer offer,
            @Nullable CatalogModel model,
            InputEstimate input,
            long answerTokens,
            @Nullable String effort,
            PriceTerms terms) {
        BigDecimal multiplier = model == null ? BigDecimal.ONE : multiplier(model, effort);
        long output = multiplier
                .multiply(BigDecimal.valueOf(answerTokens))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
        Cost cost = offer.cost(
                Usage.builder()
                        .inputTokens(input.tokens())
                        .outputTokens(output)
                        .reasoningTokens(output - answerTokens)
                        .build(),
                terms);
        List<String> assumptions = new ArrayList<>(cost.assumptions());
        assumptions.add(input.toString());
        assumptions.addAll(input.assumptions());
        if (multiplier.compareTo(BigDecimal.ONE) > 0) {
            assumptions.add("reasoning makes the output " + multiplier.toPlainString() + " times as long; "
                    + EffortMultiplier.ASSUMPTION);
        }
        return new Cost(
                cost.currency(),
                cost.input(),
                cost.cachedInput(),
                cost.cacheWrites(),
                cost.output(),
                cost.reasoning(),
                cost.unknown(),
                assumptions);
    }

    /** What cannot be switched off stays on; what cannot reason is not made to by asking. */
    private static BigDecimal multiplier(CatalogModel model, @Nullable String effort) {
        BigDecimal unasked = EffortMultiplier.unasked(model);
        if (effort == null) {
            return unasked;
        }
        boolean never = Boolean.FALSE.equals(model.reasoning())
                || model.behaviours().stream().anyMatch(one -> one.key().equals(Behaviours.REASONS_NEVER));
        boolean always = model.behaviours().stream().anyMatch(one -> one.key().equals(Behaviours.REASONS_ALWAYS));
        BigDecimal asked = EffortMultiplier.of(effort);
        return never ? BigDecimal.ONE : always && asked.compareTo(BigDecimal.ONE) == 0 ? unasked : asked;
    }
}
