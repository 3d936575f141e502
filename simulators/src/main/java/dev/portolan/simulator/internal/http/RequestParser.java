package dev.portolan.simulator.internal.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts HTTP/1.1 requests out of bytes (RFC 9112). A body over the limit is read to its end and thrown away, since a client
 * that is still sending would not read the refusal.
 */
final class RequestParser {

    private static final int MAX_HEAD_BYTES = 64 * 1024;

    private enum State {
        HEAD,
        FIXED_BODY,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILERS
    }

    private final int maxBodyBytes;
    private final List<String> head = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Map<String, List<String>> headers = Map.of();
    private State state = State.HEAD;
    private int headBytes;
    private long remaining;
    private boolean oversized;
    private boolean expectsContinue;

    RequestParser(int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    /** The next request, or {@code null} when the bytes do not hold all of it; the rest of the bytes stays unread. */
    @Nullable
    HttpRequest parse(ByteBuffer in) throws BadRequest {
        while (in.hasRemaining()) {
            if (state == State.FIXED_BODY || state == State.CHUNK_DATA) {
                takeBody(in);
                if (remaining == 0 && state == State.FIXED_BODY) {
                    return complete();
                }
                state = remaining == 0 ? State.CHUNK_END : state;
            } else if (readLine(in)) {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                line.reset();
                if (takeLine(text)) {
                    return complete();
                }
            }
        }
        return null;
    }

    /** Whether the client waits for {@code 100 Continue}; true once for each request that asks. */
    boolean takeExpectation() {
        boolean expected = expectsContinue;
        expectsContinue = false;
        return expected;
    }

    private boolean readLine(ByteBuffer in) throws BadRequest {
        while (in.hasRemaining()) {
            byte next = in.get();
            if (++headBytes > MAX_HEAD_BYTES && state == State.HEAD) {
                throw new BadRequest(431, "The request's head is longer than " + MAX_HEAD_BYTES + " bytes");
            }
            if (next == '\n') {
                return true;
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return false;
    }

    /** Takes a line of the head, of chunk framing or of trailers; true when the request is complete. */
    private boolean takeLine(String text) throws BadRequest {
        switch (state) {
            case HEAD -> {
                if (!text.isEmpty()) {
                    head.add(text);
                } else if (!head.isEmpty()) {
                    return startBody();
                }
            }
            case CHUNK_SIZE -> {
                remaining = number(text.split(";", 2)[0].trim(), 16);
                state = remaining == 0 ? State.TRAILERS : State.CHUNK_DATA;
            }
            case CHUNK_END -> state = State.CHUNK_SIZE;
            default -> {
                return text.isEmpty();
            }
        }
        return false;
    }

    private boolean startBody() throws BadRequest {
        headers = readHeaders();
        expectsContinue = "100-continue".equalsIgnoreCase(first("expect"));
        if ("chunked".equalsIgnoreCase(first("transfer-encoding"))) {
            state = State.CHUNK_SIZE;
            return false;
        }
        String length = first("content-length");
        remaining = length == null ? 0 : number(length, 10);
        oversized = remaining > maxBodyBytes;
        state = State.FIXED_BODY;
        return remaining == 0;
    }

    private Map<String, List<String>> readHeaders() throws BadRequest {
        Map<String, List<String>> read = new LinkedHashMap<>();
        for (String field : head.subList(1, head.size())) {
            int colon = field.indexOf(':');
            if (colon < 1) {
                throw new BadRequest(400, "A header has no name");
            }
            read.computeIfAbsent(field.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(field.substring(colon + 1).trim());
        }
        return read;
    }

    private @Nullable String first(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    private static long number(String text, int radix) throws BadRequest {
        try {
            return Long.parseUnsignedLong(text, radix) & Long.MAX_VALUE;
        } catch (NumberFormatException e) {
            throw new BadRequest(400, "A length is no number");
        }
    }

    private void takeBody(ByteBuffer in) {
        int count = (int) Math.min(remaining, in.remaining());
        oversized |= body.size() + (long) count > maxBodyBytes;
        if (oversized) {
            in.position(in.position() + count);
        } else {
            body.write(in.array(), in.arrayOffset() + in.position(), count);
            in.position(in.position() + count);
        }
        remaining -= count;
    }

    private HttpRequest complete() throws BadRequest {
        String[] start = head.get(0).split(" ", -1);
        if (start.length != 3 || !start[2].equals("HTTP/1.1")) {
            throw new BadRequest(505, "This server speaks HTTP/1.1");
        }
        if (oversized) {
            throw new BadRequest(413, "The request's body is longer than " + maxBodyBytes + " bytes");
        }
        int question = start[1].indexOf('?');
        HttpRequest request = new HttpRequest(
                start[0],
                question < 0 ? start[1] : start[1].substring(0, question),
                question < 0 ? "" : start[1].substring(question + 1),
                headers,
                body.toString(StandardCharsets.UTF_8));
        head.clear();
        body.reset();
        headBytes = 0;
        state = State.HEAD;
        return request;
    }
}
