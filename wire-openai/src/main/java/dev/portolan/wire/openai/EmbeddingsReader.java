package dev.portolan.wire.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.Usage;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.TokenCount;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an answer of the embeddings API in one pass. */
final class EmbeddingsReader {

    private final String provider;
    private final ErrorMapper errors;
    private final List<float @Nullable []> vectors = new ArrayList<>();
    private String model = "";
    private @Nullable Long tokens;

    EmbeddingsReader(String provider, ErrorMapper errors) {
        this.provider = provider;
        this.errors = errors;
    }

    EmbeddingResponse read(byte[] body, int texts) {
        boolean data = false;
        try (JsonParser parser = WireJson.factory().createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw failure("it is no JSON object");
            }
            for (String name; (name = parser.nextFieldName()) != null; ) {
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "data" -> {
                        data = true;
                        data(parser, value);
                    }
                    case "model" -> model = value == JsonToken.VALUE_STRING ? parser.getText() : "";
                    case "usage" -> usage(parser, value);
                    case "error" -> {
                        if (value != JsonToken.VALUE_NULL) {
                            throw errors.inAnswer(null, body, 0, body.length);
                        }
                    }
                    default -> {}
                }
                parser.skipChildren();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw failure("it is no JSON, breaks off, or holds what is no vector");
        }
        if (!data) {
            LlmException told = errors.inAnswer(null, body, 0, body.length);
            throw told.vendorMessage() != null ? told : failure("it has no data");
        }
        return response(texts);
    }

    private EmbeddingResponse response(int texts) {
        List<float[]> whole = new ArrayList<>(vectors.size());
        for (float[] vector : vectors) {
            if (vector != null) {
                whole.add(vector);
            }
        }
        if (whole.isEmpty() || whole.size() != texts || vectors.size() != texts) {
            throw failure("it has " + whole.size() + " vectors for " + texts + " texts");
        }
        return new EmbeddingResponse(
                whole, Usage.builder().inputTokens(tokens).build(), provider, model, null, List.of());
    }

    private void data(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            throw failure("data is no array");
        }
        for (int position = 0; parser.nextToken() == JsonToken.START_OBJECT; position++) {
            int index = position;
            float[] vector = null;
            for (String name; (name = parser.nextFieldName()) != null; ) {
                JsonToken inner = parser.nextToken();
                if (name.equals("index") && inner == JsonToken.VALUE_NUMBER_INT) {
                    index = parser.getIntValue();
                } else if (name.equals("embedding")) {
                    vector = inner == JsonToken.VALUE_STRING ? base64(parser.getText()) : list(parser, inner);
                } else {
                    parser.skipChildren();
                }
            }
            place(index, vector);
        }
    }

    private void place(int index, float @Nullable [] vector) {
        if (vector == null || vector.length == 0 || index < 0 || index > 1_000_000) {
            throw failure("a vector is missing or misplaced");
        }
        while (vectors.size() <= index) {
            vectors.add(null);
        }
        vectors.set(index, vector);
    }

    /** Little-endian floats, which the reference does not say but every server does. */
    private static float[] base64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    private float[] list(JsonParser parser, JsonToken start) throws IOException {
        if (start != JsonToken.START_ARRAY) {
            throw failure("a vector is neither a list nor text");
        }
        float[] vector = new float[1536];
        int size = 0;
        for (JsonToken each; (each = parser.nextToken()) != JsonToken.END_ARRAY; ) {
            if (!each.isNumeric()) {
                throw failure("a vector holds what is no number");
            }
            if (size == vector.length) {
                vector = Arrays.copyOf(vector, 2 * size);
            }
            vector[size++] = parser.getFloatValue();
        }
        return Arrays.copyOf(vector, size);
    }

    private void usage(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.START_OBJECT) {
            for (String name; (name = parser.nextFieldName()) != null; ) {
                parser.nextToken();
                if (name.equals("prompt_tokens")) {
                    tokens = TokenCount.read(parser);
                }
                parser.skipChildren();
            }
        }
    }

    private LlmException failure(String what) {
        return ErrorDetails.builder("The answer is no list of embeddings: " + what)
                .remedy("Check that base-url leads to an OpenAI-style API")
                .provider(provider)
                .toException(ErrorKind.INVALID_RESPONSE);
    }
}
