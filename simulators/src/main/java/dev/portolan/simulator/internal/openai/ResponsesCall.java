package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.portolan.simulator.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Responses API, understood.
 *
 * @param prompt what is asked
 * @param model which model is asked
 * @param body the request as it came, for what is echoed
 * @param items the conversation as items, that of earlier responses included
 * @param effort the reasoning effort asked for, or {@code null}
 * @param summary whether thoughts are to be shown
 * @param encrypted whether thoughts are to be handed out encrypted
 */
record ResponsesCall(
        Prompt prompt,
        ModelName model,
        Fields body,
        ArrayNode items,
        @Nullable String effort,
        boolean summary,
        boolean encrypted) {

    boolean stored() {
        return !Boolean.FALSE.equals(body.bool("store"));
    }
}
