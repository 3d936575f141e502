package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.TokenLogprob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads {@code logprobs} of {@code output_text}; they come when {@code message.output_text.logprobs} is included. */
final class LogprobReader {

    private LogprobReader() {}

    /**
     * Reads the list and moves the parser to its last token.
     *
     * @param parser stands at the value
     * @return the log-probabilities in order; empty for {@code null}
     * @throws IOException when the JSON is broken
     */
    static List<TokenLogprob> read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return List.of();
        }
        List<TokenLogprob> all = List.of();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                TokenLogprob one = one(parser);
                if (one != null) {
                    all = all.isEmpty() ? new ArrayList<>() : all;
                    all.add(one);
                }
            } else {
                parser.skipChildren();
            }
        }
        return all;
    }

    /** One of them, or {@code null} when its number is missing or not finite: unknown is not 0. */
    private static @Nullable TokenLogprob one(JsonParser parser) throws IOException {
        String token = "";
        double logprob = Double.NaN;
        List<TokenLogprob> alternatives = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "token" -> token = Objects.requireNonNullElse(parser.getValueAsString(), "");
                case "logprob" -> logprob = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
                case "top_logprobs" -> alternatives = read(parser);
                default -> {}
            }
            parser.skipChildren();
        }
        return Double.isFinite(logprob) ? new TokenLogprob(token, logprob, alternatives) : null;
    }
}
