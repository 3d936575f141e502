package dev.portolan.simulator.internal.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal in the words of Anthropic's service. See https://platform.claude.com/docs/en/api/errors. */
public final class MessagesError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    /**
     * A refusal.
     *
     * @param status the HTTP status
     * @param type such as {@code invalid_request_error}
     * @param message the service's words
     */
    public MessagesError(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    /**
     * A request that breaks a rule.
     *
     * @param message which
     * @return the refusal
     */
    public static MessagesError invalid(String message) {
        return new MessagesError(400, "invalid_request_error", message);
    }

    /**
     * The HTTP status.
     *
     * @return 400 and over
     */
    public int status() {
        return status;
    }

    /**
     * The body that tells it.
     *
     * @return a new tree
     */
    public ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", "error");
        body.putObject("error").put("type", type).put("message", getMessage());
        return body;
    }
}
