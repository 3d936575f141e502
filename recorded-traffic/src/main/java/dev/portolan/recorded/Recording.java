package dev.portolan.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One recorded exchange, with what a correct decoder must find in it.
 *
 * @param json the record
 * @param expected the line of {@code expect/} with the same id, or {@code null} when the record is not judged
 */
public record Recording(JsonNode json, @Nullable JsonNode expected) {

    static final ObjectMapper MAPPER = new ObjectMapper();

    /** The name of the record, which its expectation has too. */
    public String id() {
        return json.path("id").asText();
    }

    /** Which API of the service was called, such as {@code chat_completions}. */
    public String api() {
        return json.path("api").asText();
    }

    /** Whether the answer is a stream. */
    public boolean streamed() {
        if (expected != null) {
            return expected.path("path").asText().equals("stream");
        }
        for (JsonNode feature : json.path("features")) {
            if (feature.asText().equals("streaming")) {
                return true;
            }
        }
        return false;
    }

    /** The status of the answer. */
    public int status() {
        return json.path("response").path("status").asInt(200);
    }

    /** The body of the answer as it came, or {@code null} where the recorder kept none. */
    public byte @Nullable [] body() {
        JsonNode response = json.path("response");
        if (response.path("body_base64").isTextual()) {
            return Base64.getDecoder().decode(response.path("body_base64").asText());
        }
        return response.path("body").isTextual()
                ? response.path("body").asText().getBytes(StandardCharsets.UTF_8)
                : null;
    }

    /** The headers of the answer, as far as they were kept. */
    public JsonNode headers() {
        return json.path("response").path("headers");
    }

    /** The body of the request: parsed JSON, other text, or a missing node where the recorder kept none. */
    public JsonNode requestBody() {
        return json.path("request").path("body");
    }
}
