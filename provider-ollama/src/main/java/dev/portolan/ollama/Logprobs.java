package dev.portolan.ollama;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.TokenLogprob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the log-probabilities of the tokens of a piece. A token without a number tells nothing and is passed over.
 *
 * @see <a href="https://docs.ollama.com/api/chat">Ollama: chat, logprobs</a>
 */
final class Logprobs {

    private Logprobs() {}

    static List<TokenLogprob> read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return List.of();
        }
        List<TokenLogprob> tokens = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                token(parser, tokens);
            } else {
                parser.skipChildren();
            }
        }
        return tokens;
    }

    private static void token(JsonParser parser, List<TokenLogprob> tokens) throws IOException {
        String text = "";
        double logprob = Double.NaN;
        List<TokenLogprob> alternatives = List.of();
        for (String name; (name = parser.nextFieldName()) != null; ) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "token" -> text = value == JsonToken.VALUE_STRING ? parser.getText() : "";
                case "logprob" -> logprob = value.isNumeric() ? parser.getDoubleValue() : Double.NaN;
                case "top_logprobs" -> alternatives = read(parser);
                default -> {}
            }
            parser.skipChildren();
        }
        if (Double.isFinite(logprob)) {
            tokens.add(new TokenLogprob(text, logprob, alternatives));
        }
    }
}
