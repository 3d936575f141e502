package dev.portolan.simulator;

import dev.portolan.chat.ChatModel;
import java.util.List;
import java.util.Objects;

/**
 * The mind behind a simulator: says what the model says. The simulator then makes the answer fit the request as a real service
 * does (stop sequences, token limits, tool choice, output schema), so a responder may ignore all of that. Called by several
 * threads at once.
 *
 * <pre>{@code
 * Responder responder = prompt -> prompt.userText().contains("weather")
 *         ? Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}")
 *         : Reply.text("Hello.");
 * }</pre>
 */
@FunctionalInterface
public interface Responder {

    /**
     * Answers a prompt.
     *
     * @param prompt what was asked
     * @return what the model says
     * @throws RuntimeException any; the simulator answers with the vendor's form of a server error and logs it
     */
    Reply reply(Prompt prompt);

    /**
     * Says what the user said last.
     *
     * @return the responder
     */
    static Responder echo() {
        return prompt -> Reply.text(prompt.userText());
    }

    /**
     * Always says the same.
     *
     * @param text the answer
     * @return the responder
     */
    static Responder text(String text) {
        Reply reply = Reply.text(text);
        return prompt -> reply;
    }

    /**
     * Gives replies one after the other, whatever is asked.
     *
     * @param replies at least one; a request after the last one fails
     * @return the responder
     */
    static Responder script(Reply... replies) {
        return new ScriptedResponder(List.of(replies));
    }

    /**
     * Does what the request's schemas ask for: an instance of the output schema, or a call of the first tool with arguments that
     * fit, or after the results a text that repeats them. Without schemas it is an echo.
     *
     * @return the responder
     */
    static Responder schemaDriven() {
        return new SchemaDrivenResponder();
    }

    /**
     * Says what a model says: with a replaying model the simulator answers from recordings, on any wire. What the model throws, a
     * replay miss for one, becomes the vendor's form of a server error.
     *
     * @param model asked with the conversation and settings as the wire told them, and no context
     * @return the responder
     */
    static Responder of(ChatModel model) {
        return new ModelResponder(model);
    }

    /**
     * Asks another responder where this one has nothing to say.
     *
     * @param other asked when this one returns {@link Reply#NOTHING}
     * @return the responder
     */
    default Responder or(Responder other) {
        Objects.requireNonNull(other, "other");
        return prompt -> {
            Reply reply = reply(prompt);
            return reply.equals(Reply.NOTHING) ? other.reply(prompt) : reply;
        };
    }
}
