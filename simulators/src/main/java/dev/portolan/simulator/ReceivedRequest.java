package dev.portolan.simulator;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that reached a simulator, for assertions about what was really sent. Requests that were refused are here too.
 *
 * @param method such as {@code POST}
 * @param path such as {@code /v1/chat/completions}
 * @param headers names in lower case; credentials as they were sent
 * @param body the content as text, possibly empty
 * @param prompt what was understood, or {@code null} when the request was refused or is no chat
 */
public record ReceivedRequest(
        String method,
        String path,
        Map<String, List<String>> headers,
        String body,
        @Nullable Prompt prompt) {

    /**
     * Checks the components.
     *
     * @param method as above
     * @param path as above
     * @param headers as above
     * @param body as above
     * @param prompt as above
     */
    public ReceivedRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body, "body");
    }

    /**
     * A header's first value.
     *
     * @param name in lower case
     * @return the value, or {@code null} when it was not sent
     */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    @Override
    public String toString() {
        return "ReceivedRequest[" + method + " " + path + ", " + body.length() + " chars]";
    }
}
