package dev.portolan.codec;

import dev.portolan.chat.Usage;
import dev.portolan.embedding.EmbeddingInput;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Texts to embed, and vectors. */
final class EmbeddingFormat {

    private EmbeddingFormat() {}

    static void requestFields(JsonWriter out, EmbeddingRequest request) {
        out.list("texts", request.texts(), JsonWriter::string)
                .field("dimensions", request.dimensions())
                .field("input", request.input())
                .texts("vendorOptions", request.vendorOptions());
    }

    static EmbeddingRequest readRequest(Place at) {
        return at.make(() -> new EmbeddingRequest(
                at.list("texts", Place::text),
                at.find("dimensions", Place::small),
                at.find("input", word -> word.word(EmbeddingInput.class)),
                at.texts("vendorOptions")));
    }

    static void responseFields(JsonWriter out, EmbeddingResponse response) {
        out.field("provider", response.provider())
                .field("model", response.model())
                .field("requestId", response.requestId())
                .list("vectors", response.vectors(), EmbeddingFormat::writeVector);
        if (!response.usage().equals(Usage.UNKNOWN)) {
            out.field("usage", response.usage(), UsageFormat::write);
        }
        out.listIfAny("warnings", response.warnings(), TrailFormat::writeWarning);
    }

    static EmbeddingResponse readResponse(Place at) {
        Usage usage = at.find("usage", UsageFormat::read);
        return at.make(() -> new EmbeddingResponse(
                at.list("vectors", EmbeddingFormat::readVector),
                usage == null ? Usage.UNKNOWN : usage,
                at.get("provider", Place::text),
                at.get("model", Place::text),
                at.find("requestId", Place::text),
                at.listIfAny("warnings", TrailFormat::readWarning)));
    }

    /** The bits themselves: exact, and half as long as digits. */
    private static void writeVector(JsonWriter out, float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        out.string(Base64.getEncoder().encodeToString(bytes.array()));
    }

    private static float[] readVector(Place at) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(at.text());
        } catch (IllegalArgumentException e) {
            throw at.wrong("must be base64");
        }
        if (bytes.length % Float.BYTES != 0) {
            throw at.wrong("must hold numbers of 4 bytes each");
        }
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}
