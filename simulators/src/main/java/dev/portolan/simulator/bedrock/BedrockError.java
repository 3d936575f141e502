package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A refusal as the service words it: its class in the header {@code x-amzn-errortype} with a suffix that tells where it came from,
 * the text in the body. See https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html.
 */
final class BedrockError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Errors of the framework before the service itself. */
    private static final String COMMON = "http://internal.amazon.com/coral/com.amazon.coral.service/";

    private static final String SERVICE = "http://internal.amazon.com/coral/com.amazon.bedrock/";

    private final int status;
    private final String type;
    private final String namespace;
    private final String member;

    private BedrockError(int status, String type, String namespace, String member, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.namespace = namespace;
        this.member = member;
    }

    /** An error of the service's own, of any class. */
    static BedrockError of(int status, String type, String message) {
        return new BedrockError(status, type, SERVICE, "message", message);
    }

    static BedrockError invalid(String message) {
        return of(400, "ValidationException", message);
    }

    /** What the model itself, not the service before it, does not take. */
    static BedrockError fromModel(String message) {
        return invalid("The model returned the following errors: " + message);
    }

    static BedrockError unknownModel() {
        return invalid("The provided model identifier is invalid.");
    }

    static BedrockError throttled(String message) {
        return of(429, "ThrottlingException", message);
    }

    /** Credentials and signatures: always 403. */
    static BedrockError denied(String type, String message) {
        return new BedrockError(403, type, COMMON, "message", message);
    }

    /** Keys of Bedrock's own are checked elsewhere, where the body's member has a capital letter. */
    static BedrockError deniedKey() {
        return new BedrockError(
                403,
                "AccessDeniedException",
                COMMON,
                "Message",
                "Authentication failed: Please make sure your API Key is valid.");
    }

    /** JSON that does not fit the types of the operation. */
    static BedrockError serialization(String message) {
        return new BedrockError(400, "SerializationException", COMMON, "message", message);
    }

    static BedrockError unknownOperation() {
        return new BedrockError(404, "UnknownOperationException", COMMON, "message", "The operation is not known.");
    }

    static BedrockError failed() {
        return of(
                500,
                "InternalServerException",
                "The system encountered an unexpected error during processing. Try your request again.");
    }

    String type() {
        return type;
    }

    ObjectNode body() {
        return JsonNodeFactory.instance.objectNode().put(member, getMessage());
    }

    HttpAnswer answer() {
        return HttpAnswer.whole(
                status,
                Map.of("content-type", "application/json", "x-amzn-errortype", type + ":" + namespace),
                0,
                body().toString().getBytes(StandardCharsets.UTF_8),
                String.valueOf(getMessage()));
    }
}
