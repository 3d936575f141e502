package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** Makes up log-probabilities: the same token always has the same one, and the alternatives are less likely. */
final class Logprobs {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Logprobs() {}

    static ArrayNode of(Iterable<String> pieces, int alternatives) {
        ArrayNode tokens = NODES.arrayNode();
        for (String piece : pieces) {
            double logprob = -(Math.floorMod(piece.hashCode(), 100) + 1) / 1000.0;
            ObjectNode token = token(piece, logprob);
            ArrayNode top = token.putArray("top_logprobs");
            for (int i = 0; i < alternatives; i++) {
                top.add(token(i == 0 ? piece : piece + i, logprob - i));
            }
            tokens.add(token);
        }
        return tokens;
    }

    private static ObjectNode token(String text, double logprob) {
        ObjectNode token = NODES.objectNode().put("token", text).put("logprob", logprob);
        ArrayNode bytes = token.putArray("bytes");
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(one & 0xff);
        }
        return token;
    }
}
