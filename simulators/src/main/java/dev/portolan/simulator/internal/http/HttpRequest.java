package dev.portolan.simulator.internal.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request, wholly read.
 *
 * @param method such as {@code POST}
 * @param path without the query
 * @param query what stands behind the question mark, possibly empty
 * @param headers names in lower case
 * @param body the content as text, possibly empty
 */
public record HttpRequest(String method, String path, String query, Map<String, List<String>> headers, String body) {

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
        return "HttpRequest[" + method + " " + path + ", " + body.length() + " chars]";
    }
}
