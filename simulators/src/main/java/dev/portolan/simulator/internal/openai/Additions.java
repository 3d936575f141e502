package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.Role;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a host adds to OpenAI's answers. Nothing, unless it says otherwise. */
public interface Additions {

    /** No host but OpenAI itself. */
    Additions NONE = new Additions() {};

    /**
     * What a Chat Completions request may have that OpenAI does not know. It is taken and left alone.
     *
     * @return names of parameters
     */
    default Set<String> chatParameters() {
        return Set.of();
    }

    /**
     * Changes a completion that is not streamed.
     *
     * @param completion the body, complete but for usage
     */
    default void toCompletion(ObjectNode completion) {}

    /**
     * Changes a choice of a completion that is not streamed.
     *
     * @param choice the choice
     * @param answer what it says
     */
    default void toChoice(ObjectNode choice, Answer answer) {}

    /**
     * Changes a choice of a chunk.
     *
     * @param choice the choice
     * @param role what the chunk is for
     * @param answer what it is a piece of
     */
    default void toDelta(ObjectNode choice, Role role, Answer answer) {}

    /**
     * A chunk before all others.
     *
     * @return the chunk, or {@code null} for none
     */
    default @Nullable ObjectNode firstChunk() {
        return null;
    }

    /**
     * Chunks between what a choice says and its finish.
     *
     * @param index the choice
     * @param answer what it says
     * @return the chunks
     */
    default List<ObjectNode> chunksBeforeFinish(int index, Answer answer) {
        return List.of();
    }

    /**
     * Changes a response of the Responses API.
     *
     * @param response the response
     * @param answer what it says
     * @param finished whether it is complete
     */
    default void toResponse(ObjectNode response, Answer answer, boolean finished) {}
}
