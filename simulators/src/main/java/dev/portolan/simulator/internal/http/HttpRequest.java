package dev.portolan.simulator.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request, wholly read, with its address exactly as it was sent. Thread-safe. */
public final class HttpRequest {

    private final String protocol;
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers;
    private final byte[] content;
    private volatile @Nullable String body;

    /**
     * A request.
     *
     * @param protocol such as {@code HTTP/1.1} or {@code HTTP/2}
     * @param method such as {@code POST}
     * @param target path and query as they were sent
     * @param headers names in lower case
     * @param content the body; not copied
     */
    HttpRequest(String protocol, String method, String target, Map<String, List<String>> headers, byte[] content) {
        int question = target.indexOf('?');
        this.protocol = protocol;
        this.method = method;
        this.path = question < 0 ? target : target.substring(0, question);
        this.query = question < 0 ? "" : target.substring(question + 1);
        this.headers = headers;
        this.content = content;
    }

    /**
     * What the client speaks.
     *
     * @return {@code HTTP/1.1} or {@code HTTP/2}
     */
    public String protocol() {
        return protocol;
    }

    /**
     * What to do.
     *
     * @return such as {@code POST}
     */
    public String method() {
        return method;
    }

    /**
     * The path, not decoded, since signatures are made of it: {@code %3A} stays.
     *
     * @return the path without the query
     */
    public String path() {
        return path;
    }

    /**
     * The query, not decoded.
     *
     * @return what stands behind the question mark, possibly empty
     */
    public String query() {
        return query;
    }

    /**
     * All headers. On HTTP/2 {@code :authority} is {@code host}.
     *
     * @return names in lower case, with their values in order; immutable
     */
    public Map<String, List<String>> headers() {
        return headers;
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

    /**
     * The body as text.
     *
     * @return the content read as UTF-8, possibly empty
     */
    public String body() {
        String text = body;
        if (text == null) {
            text = new String(content, StandardCharsets.UTF_8);
            body = text;
        }
        return text;
    }

    /**
     * The body as it came.
     *
     * @return a copy
     */
    public byte[] content() {
        return content.clone();
    }

    @Override
    public String toString() {
        return "HttpRequest[" + method + " " + path + ", " + content.length + " bytes]";
    }
}
