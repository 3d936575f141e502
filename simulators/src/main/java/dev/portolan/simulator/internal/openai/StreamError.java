package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.SseFraming;
import java.io.ByteArrayOutputStream;

/** An error in a stream that has begun: in Chat Completions a chunk, in Responses an event, and one for the response that failed. */
public final class StreamError {

    private StreamError() {}

    /**
     * Writes it.
     *
     * @param error the error
     * @param responses whether the stream is one of the Responses API
     * @param model the model that was asked
     * @param sent how many events were sent before
     * @return the events
     */
    public static byte[] of(OpenAiError error, boolean responses, String model, int sent) {
        if (!responses) {
            return SseFraming.DATA.frame(Json.bytes(error.body()));
        }
        ObjectNode event = error.body().put("type", "error").put("sequence_number", sent);
        ObjectNode failed = JsonNodeFactory.instance
                .objectNode()
                .put("type", "response.failed")
                .put("sequence_number", sent + 1);
        ObjectNode response = failed.putObject("response")
                .put("object", "response")
                .put("status", "failed")
                .put("model", ModelTraits.dated(model));
        response.putObject("error")
                .put("code", error.code() == null ? "server_error" : error.code())
                .put("message", error.getMessage());
        response.putNull("incomplete_details").putNull("usage").putArray("output");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(SseFraming.event("error").frame(Json.bytes(event)));
        bytes.writeBytes(SseFraming.event("response.failed").frame(Json.bytes(failed)));
        return bytes.toByteArray();
    }
}
