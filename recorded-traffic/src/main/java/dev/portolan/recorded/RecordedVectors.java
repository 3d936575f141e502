package dev.portolan.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vectors of a recorded embedding in OpenAI's format, read without the code under test. */
public final class RecordedVectors {

    private RecordedVectors() {}

    /** The vectors in the order of the texts; none for an answer to nothing. */
    public static List<float[]> of(Recording recording) {
        byte[] body = recording.body();
        if (body == null) {
            return List.of();
        }
        try {
            List<float[]> vectors = new ArrayList<>();
            JsonNode data = Recording.MAPPER.readTree(body).path("data");
            data.forEach(item -> vectors.add(new float[0]));
            for (int i = 0; i < data.size(); i++) {
                JsonNode item = data.get(i);
                vectors.set(item.path("index").asInt(i), vector(item.path("embedding")));
            }
            return vectors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] vector(JsonNode embedding) {
        if (embedding.isTextual()) {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(embedding.asText()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            float[] vector = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(vector);
            return vector;
        }
        float[] vector = new float[embedding.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Float.parseFloat(embedding.get(i).asText());
        }
        return vector;
    }

    /** How the vectors that were found differ, or {@code null} when they do not. */
    public static @Nullable String difference(List<float[]> expected, List<float[]> found) {
        if (found.size() != expected.size()) {
            return found.size() + " vectors in place of " + expected.size();
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!Arrays.equals(expected.get(i), found.get(i))) {
                return "vector " + i + " differs";
            }
        }
        return null;
    }
}
