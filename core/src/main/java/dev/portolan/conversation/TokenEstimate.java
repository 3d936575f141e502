package dev.portolan.conversation;

import dev.portolan.chat.Message;

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
    TokenEstimate CHARACTERS = new CharacterEstimate();

    /**
     * Guesses.
     *
     * @param message one message
     * @return its tokens, zero or more
     */
    long tokens(Message message);
}
