package dev.portolan.simulator.internal.openai;

import dev.portolan.simulator.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * A Chat Completions request, understood.
 *
 * @param prompt what is asked
 * @param model which model is asked
 * @param effort the reasoning effort asked for, or {@code null}
 * @param choices how many answers, the parameter {@code n}
 * @param includeUsage whether a stream ends with the usage
 * @param obfuscation whether chunks are padded
 * @param topLogprobs how many alternatives to tell with each token, or {@code null} for no log-probabilities
 * @param serviceTier the tier to report
 */
record ChatCall(
        Prompt prompt,
        ModelName model,
        @Nullable String effort,
        int choices,
        boolean includeUsage,
        boolean obfuscation,
        @Nullable Integer topLogprobs,
        String serviceTier) {}
