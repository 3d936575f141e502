package dev.portolan.simulator.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer as a wire over HTTP describes it, without faults.
 *
 * @param status the HTTP status
 * @param headers without those about length
 * @param streamed whether the pieces are sent one by one; else there is one piece
 * @param tokens how many tokens an answer in one piece is worth; 0 for one that costs the model no time, such as a refusal
 * @param pieces the content
 */
public record HttpAnswer(int status, Map<String, String> headers, boolean streamed, int tokens, List<Piece> pieces) {

    /**
     * An answer in one piece.
     *
     * @param status the HTTP status
     * @param headers without those about length
     * @param tokens how many tokens it is worth
     * @param body the content
     * @param text a string value of the body's JSON
     * @return the answer
     */
    public static HttpAnswer whole(int status, Map<String, String> headers, int tokens, byte[] body, String text) {
        return new HttpAnswer(
                status, headers, false, tokens, List.of(new Piece(Role.CONTENT, () -> body, Framing.NONE, text)));
    }

    /**
     * An answer in pieces, with status 200.
     *
     * @param headers without those about length
     * @param pieces the content
     * @return the answer
     */
    public static HttpAnswer streamed(Map<String, String> headers, List<Piece> pieces) {
        return new HttpAnswer(200, headers, true, 0, pieces);
    }

    /**
     * The same answer with more headers.
     *
     * @param more to be added
     * @return an answer
     */
    public HttpAnswer with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new HttpAnswer(status, all, streamed, tokens, pieces);
    }
}
