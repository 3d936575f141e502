package dev.portolan.simulator.ollama;

import dev.portolan.simulator.Prompt;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A chat request, understood.
 *
 * @param prompt what is asked
 * @param thinks whether the model is to think
 * @param window how many tokens the prompt and the answer may have together
 * @param truncates whether a prompt that is too long is cut, not refused
 * @param keepAlive how long the model is to stay in memory
 * @param topLogprobs how many alternatives to tell with each token, or {@code null} for no log-probabilities
 */
record ChatCall(
        Prompt prompt,
        boolean thinks,
        int window,
        boolean truncates,
        Duration keepAlive,
        @Nullable Integer topLogprobs) {}
