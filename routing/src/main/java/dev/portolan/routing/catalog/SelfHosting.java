package dev.portolan.routing.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to run a model on machines of one's own.
 *
 * <p>In the bundled catalog the size of the weights is the download's where it is known, else parameters times bits of the published format
 * (16 for {@code BF16}, 8 for {@code FP8}, 4.25 for {@code MXFP4}) over 8. Memory is 1.2 times that, the allowance for activations and the
 * cache of a short context that EleutherAI's <a href="https://blog.eleuther.ai/transformer-math">Transformer Math 101</a> gives; a longer
 * context and several requests at once take more.
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
