package dev.portolan.conversation;

import dev.portolan.chat.Message;
import java.util.function.ToLongFunction;

/**
 * Guesses the tokens of a message without asking anybody. A model's {@link dev.portolan.chat.TokenCounter} knows them; a local
 * tokenizer may stand in here.
 */
@FunctionalInterface
public interface TokenEstimate {

    /**
     * A rule of thumb for European languages: a token for every four characters of text, calls and results, four for each
     * message, and 1,500 for each image, audio, video or document that is no text. It may be wrong by half, and by more for
     * other scripts, where a token holds fewer characters.
     */
    TokenEstimate CHARACTERS = of(PartsEstimate::quarter);

    /**
     * An estimate from a count of texts, such as that of a tokenizer: it counts texts, calls and results, and adds four for each message
     * and 1,500 for each image, audio, video or document that is no text, as {@link #CHARACTERS} does.
     *
     * @param text counts the tokens of a text
     * @return the estimate; as thread-safe as the count
     */
    static TokenEstimate of(ToLongFunction<String> text) {
        return new PartsEstimate(text);
    }

    /**
     * Guesses.
     *
     * @param message one message
     * @return its tokens, zero or more
     */
    long tokens(Message message);
}
