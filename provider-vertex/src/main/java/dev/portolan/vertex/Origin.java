package dev.portolan.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.aiplatform.v1.Part;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.WireJson;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What an answer gave that must go back unchanged, and to nobody else. */
final class Origin {

    /** The origin of all state of this wire. */
    static final String GENERATE = "vertex/generate-content";

    /** The signature that came on a part, in base64. */
    static final String SIGNATURE = "thoughtSignature";

    /** The signature that came behind a text, on a part without any, in base64. */
    static final String SIGNATURE_AFTER = "thoughtSignatureAfter";

    /** Says that a text was thought. */
    static final String THOUGHT = "thought";

    /** A part that has no name here, whole. */
    static final String PART = "part";

    /** A part that has no name in the SDK either, as it came, in base64. */
    static final String BYTES = "partBytes";

    private Origin() {}

    /** The state of a text or a call: its signature, if it has one. */
    static @Nullable VendorState signed(ByteString signature) {
        return signature.isEmpty() ? null : state(SIGNATURE, base64(signature));
    }

    /** The state of a thought, which tells that it is one of this wire's, with its signature if it has one. */
    static VendorState thought(ByteString signature) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put(THOUGHT, true);
        if (!signature.isEmpty()) {
            json.set(SIGNATURE, base64(signature));
        }
        return new VendorState(GENERATE, json.toString());
    }

    private static JsonNode base64(ByteString bytes) {
        return JsonNodeFactory.instance.textNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    /** A part as it is; what the SDK's messages have no names for goes by its bytes. */
    static VendorState part(Part part) {
        return part.getUnknownFields().asMap().isEmpty()
                ? state(PART, WireJson.tree(ProtoJson.print(part)))
                : state(BYTES, base64(part.toByteString()));
    }

    /** The part that a state holds, or {@code null} when it holds none. */
    static @Nullable Part part(JsonNode own) {
        try {
            if (own.path(BYTES).isTextual()) {
                return Part.parseFrom(Base64.getDecoder().decode(own.path(BYTES).textValue()));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no part");
        }
        return own.path(PART).isObject()
                ? ProtoJson.parse(own.path(PART).toString(), Part.newBuilder()).build()
                : null;
    }

    static VendorState state(String name, JsonNode value) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set(name, value);
        return new VendorState(GENERATE, json.toString());
    }

    /** The state's fields, or {@code null} when there is none of this wire. */
    static @Nullable JsonNode own(@Nullable VendorState state) {
        if (state == null || !state.origin().equals(GENERATE) || !WireJson.isObject(state.json())) {
            return null;
        }
        return WireJson.tree(state.json());
    }

    /** The state of a text that a signature came behind. */
    static VendorState signedAfter(ByteString signature) {
        return state(SIGNATURE_AFTER, base64(signature));
    }

    /** The signature that a state holds under a name; empty when it holds none. */
    static ByteString signature(@Nullable JsonNode own, String name) {
        return own == null || !own.path(name).isTextual()
                ? ByteString.EMPTY
                : ByteString.copyFrom(Base64.getDecoder().decode(own.path(name).textValue()));
    }
}
