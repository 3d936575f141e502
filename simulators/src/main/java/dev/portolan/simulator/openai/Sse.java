package dev.portolan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** Frames of an event stream. Chat Completions has data only, the Responses API names its events. */
final class Sse {

    static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    private static final String PADDING = "0123456789abcdef";

    private Sse() {}

    /** Filler that hides how long a piece is from those who watch the wire. */
    static String padding(String piece) {
        return PADDING.substring(piece.length() % PADDING.length());
    }

    static byte[] data(JsonNode data) {
        return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] event(String name, JsonNode data) {
        return ("event: " + name + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
