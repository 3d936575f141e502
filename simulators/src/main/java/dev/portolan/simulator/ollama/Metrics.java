package dev.portolan.simulator.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The counts and times at the end of an answer. Times are in nanoseconds on the wire.
 *
 * @param load how long the model took to load
 * @param promptTokens the tokens of the prompt, or {@code null} where they are not told
 * @param prompt how long reading the prompt took
 * @param tokens the tokens of the answer, thoughts included
 * @param answer how long writing them took
 * @param hosted whether the service is the hosted one, which tells no times but the total
 */
record Metrics(
        Duration load, @Nullable Long promptTokens, Duration prompt, long tokens, Duration answer, boolean hosted) {

    void write(ObjectNode body, boolean counts) {
        body.put("total_duration", load.plus(prompt).plus(answer).plusMillis(1).toNanos());
        if (!hosted) {
            body.put("load_duration", load.toNanos());
        }
        if (counts && promptTokens != null) {
            body.put("prompt_eval_count", promptTokens);
        }
        if (!hosted) {
            body.put("prompt_eval_duration", prompt.toNanos());
        }
        if (counts) {
            body.put("eval_count", tokens);
        }
        if (!hosted) {
            body.put("eval_duration", answer.toNanos());
        }
    }
}
