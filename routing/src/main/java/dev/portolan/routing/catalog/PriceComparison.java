package dev.portolan.routing.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * List prices of a candidate, for one of the source. They are compared by the same text and not by the same number of tokens: the factors of
 * both tokenizers are in, as far as they are known. Estimates.
 *
 * @param input the ratio of input, or {@code null} when a price is not known
 * @param output the ratio of output, or {@code null} when a price is not known; without what reasoning adds
 * @param blended the ratio at three input tokens for one of output, with what {@linkplain EffortMultiplier reasoning by default} is assumed
 *     to add on either side, or {@code null} when a price is not known
 * @param tokens how many tokens a text takes for one of the source; 1 when a factor is not known
 * @param reasoning what reasoning by default is assumed to make of the output, for one of the source
 */
public record PriceComparison(
        @Nullable BigDecimal input,
        @Nullable BigDecimal output,
        @Nullable BigDecimal blended,
        BigDecimal tokens,
        BigDecimal reasoning) {}
