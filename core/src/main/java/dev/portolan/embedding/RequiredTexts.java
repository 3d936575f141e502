package dev.portolan.embedding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the texts of an embedding request must hold to; keeps Jackson out of {@link EmbeddingRequest}. */
final class RequiredTexts {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RequiredTexts() {}

    static List<String> copy(@Nullable List<String> texts) {
        if (texts == null) {
            throw new IllegalArgumentException("texts: must not be null");
        }
        int missing = new ArrayList<>(texts).indexOf(null);
        if (missing >= 0) {
            throw new IllegalArgumentException("texts[" + missing + "]: must not be null");
        }
        return List.copyOf(texts);
    }

    static void requireObject(String provider, String json) {
        boolean object;
        try {
            object = MAPPER.readTree(json).isObject();
        } catch (JsonProcessingException e) {
            object = false;
        }
        if (!object) {
            throw new IllegalArgumentException("vendorOptions: those for " + provider + " are no JSON object");
        }
    }
}
