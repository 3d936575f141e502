package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.TokenLogprob;
import java.util.ArrayList;
import java.util.List;

/** Reads the log-probabilities of a choice. */
final class Logprobs {

    private Logprobs() {}

    /** Tokens whose number is missing or not finite are left out: unknown is not 0. */
    static void read(JsonNode logprobs, List<TokenLogprob> into) {
        for (JsonNode token : logprobs.path("content")) {
            List<TokenLogprob> alternatives = new ArrayList<>(0);
            for (JsonNode other : token.path("top_logprobs")) {
                add(other, List.of(), alternatives);
            }
            add(token, alternatives, into);
        }
    }

    private static void add(JsonNode token, List<TokenLogprob> alternatives, List<TokenLogprob> into) {
        JsonNode logprob = token.path("logprob");
        if (logprob.isNumber() && Double.isFinite(logprob.doubleValue())) {
            into.add(new TokenLogprob(token.path("token").asText(), logprob.doubleValue(), alternatives));
        }
    }
}
