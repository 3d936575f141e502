package dev.portolan.simulator.vertex;

import dev.portolan.simulator.Prompt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request to generate content, understood.
 *
 * @param path the model
 * @param prompt what is asked; in mode ANY with the tools that may be called
 * @param declared the names of all declared functions
 * @param candidates how many answers
 * @param showsThoughts whether thoughts are to be shown
 * @param thoughtTokens how many tokens the model thinks when the reply brings no thoughts; zero when thinking is off
 * @param logprobs how many alternatives to tell with each token, or {@code null} for no log-probabilities
 * @param ratesSafety whether safety ratings are to be told
 */
record GenerateCall(
        ModelPath path,
        Prompt prompt,
        Set<String> declared,
        int candidates,
        boolean showsThoughts,
        int thoughtTokens,
        @Nullable Integer logprobs,
        boolean ratesSafety) {}
