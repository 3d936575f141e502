package dev.portolan.routing.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to run a model on machines of one's own.
 *
 * @param parameters in thousands of millions, or {@code null} when it is not known
 * @param activeParameters those of one token, where only some are used (mixture of experts), or {@code null}
 * @param quantisation of the weights, such as {@code Q4_K_M}, or {@code null} when it is not known
 * @param weightBytes the size of the weights, or {@code null} when it is not known
 * @param memoryBytes an estimate of the memory that weights and an 8k context take, or {@code null}
 */
public record SelfHosting(
        @Nullable BigDecimal parameters,
        @Nullable BigDecimal activeParameters,
        @Nullable String quantisation,
        @Nullable Long weightBytes,
        @Nullable Long memoryBytes) {}
