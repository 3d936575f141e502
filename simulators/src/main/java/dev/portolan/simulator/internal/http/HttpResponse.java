package dev.portolan.simulator.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer as the server is to send it.
 *
 * @param status the HTTP status
 * @param headers without those about length
 * @param length how many bytes are promised; negative for a body in chunks
 * @param body what to do, in order; the head is sent before the first byte, or when a step asks for it
 */
public record HttpResponse(int status, Map<String, String> headers, int length, Iterable<Step> body) {

    /** The length of a body in chunks. */
    public static final int CHUNKED = -1;

    /**
     * An answer in one piece.
     *
     * @param status the HTTP status
     * @param headers the headers
     * @param body the content
     * @return the answer
     */
    public static HttpResponse whole(int status, Map<String, String> headers, byte[] body) {
        return new HttpResponse(status, headers, body.length, List.of(new Step.Send(() -> body)));
    }

    /**
     * A plain text, for what goes wrong below any vendor's API.
     *
     * @param status the HTTP status
     * @param text the content
     * @return the answer
     */
    public static HttpResponse text(int status, String text) {
        return whole(
                status, Map.of("content-type", "text/plain; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The same answer with more headers.
     *
     * @param more to be added
     * @return an answer
     */
    public HttpResponse with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new HttpResponse(status, all, length, body);
    }
}
