package dev.portolan.conversation;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
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

    /**
     * Guesses the input of a request: its messages, and each tool and the schema of its answer like a message of their JSON.
     *
     * @param request what would be asked
     * @param estimate guesses the tokens of messages
     * @return its tokens, zero or more
     */
    static long input(ChatRequest request, TokenEstimate estimate) {
        long tokens = 0;
        for (Message message : request.messages()) {
            tokens += estimate.tokens(message);
        }
        for (Tool tool : request.tools()) {
            tokens += estimate.tokens(Message.user(
                    tool.name() + tool.description() + tool.parameters().json()));
        }
        if (request.outputFormat() instanceof OutputFormat.Schema schema) {
            tokens += estimate.tokens(Message.user(schema.schema().json()));
        }
        return tokens;
    }
}
