package dev.portolan.spi.support;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream of server-sent events into events. One instance for each stream; not thread-safe.
 *
 * <p>Follows the <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">event
 * stream rules of the HTML standard</a>: lines end with LF, CRLF or CR, a byte order mark may come first, a line that starts
 * with a colon is a comment, one space after the colon of a field is no part of its value, several {@code data} lines are
 * joined with LF. {@code id}, {@code retry} and unknown fields are passed over.
 *
 * <p>It differs in two points. An event with an empty {@code data} line is handed out too. At the end of the stream the last
 * event is handed out although no blank line follows it, because some servers leave it out; whoever reads the data must be
 * ready for a cut one then.
 *
 * <p>An event whose lines lie whole in the bytes fed is handed out as a slice of them; only what is cut is copied, into a
 * buffer used again and again. No text is made but the names of events, each of which is made once.
 */
public final class SseParser {

    /** The most bytes that one event may have, unless told otherwise: 16 MiB, room for an image in base64. */
    public static final int DEFAULT_MAX_EVENT_BYTES = 16 * 1024 * 1024;

    private static final int NAMES = 64;
    private static final byte[] EMPTY = {};

    private final int maxEventBytes;
    private final @Nullable String[] names = new String[NAMES];
    private final byte[][] nameBytes = new byte[NAMES][];

    /** The beginning of a line whose end has not come. */
    private byte[] line = EMPTY;

    private int lineLength;

    /** Data lines of an event that is not complete, when they had to be copied. */
    private byte[] held = EMPTY;

    private int heldLength;

    /** Data of the current event within the bytes being fed, when there is one line and it lies whole in them. */
    private int sliceStart = -1;

    private int sliceEnd;
    private boolean hasData;
    private @Nullable String name;
    private boolean started;
    private boolean skipLineFeed;

    /** A parser with the default limit. */
    public SseParser() {
        this(DEFAULT_MAX_EVENT_BYTES);
    }

    /**
     * A parser with a limit of its own.
     *
     * @param maxEventBytes the most bytes that a line, and the data of one event, may have; at least 1
     */
    public SseParser(int maxEventBytes) {
        if (maxEventBytes < 1) {
            throw new IllegalArgumentException("maxEventBytes: must be at least 1");
        }
        this.maxEventBytes = maxEventBytes;
    }

    /** Receives events. */
    @FunctionalInterface
    public interface EventSink {

        /**
         * An event is complete.
         *
         * @param name the event's name, or {@code null} when it has none
         * @param data holds the data; valid during this call only, not to be written to
         * @param offset where the data starts
         * @param length how many bytes, possibly none
         */
        void event(@Nullable String name, byte[] data, int offset, int length);
    }

    /**
     * Takes the next bytes.
     *
     * @param bytes holds the bytes; not kept
     * @param offset where they start
     * @param length how many
     * @param sink receives the events they complete
     * @throws dev.portolan.error.InvalidResponse when an event is over the limit
     */
    public void feed(byte[] bytes, int offset, int length, EventSink sink) {
        int end = offset + length;
        int at = offset;
        if (skipLineFeed && at < end) {
            skipLineFeed = false;
            at += bytes[at] == '\n' ? 1 : 0;
        }
        while (at < end) {
            int stop = at;
            while (stop < end && bytes[stop] != '\n' && bytes[stop] != '\r') {
                stop++;
            }
            if (stop == end) {
                keepLine(bytes, at, stop);
                break;
            }
            if (lineLength == 0) {
                line(bytes, at, stop, true, sink);
            } else {
                keepLine(bytes, at, stop);
                int whole = lineLength;
                lineLength = 0;
                line(line, 0, whole, false, sink);
            }
            at = stop + 1;
            if (bytes[stop] == '\r') {
                if (at == end) {
                    skipLineFeed = true;
                } else if (bytes[at] == '\n') {
                    at++;
                }
            }
        }
        if (sliceStart >= 0) {
            holdSlice(bytes);
        }
    }

    /**
     * The stream has ended: hands out the event that no blank line ended.
     *
     * @param sink receives the last event, if there is one
     * @throws dev.portolan.error.InvalidResponse when the event is over the limit
     */
    public void end(EventSink sink) {
        if (lineLength > 0) {
            int whole = lineLength;
            lineLength = 0;
            line(line, 0, whole, false, sink);
        }
        dispatch(line, sink);
    }

    private void line(byte[] bytes, int start, int end, boolean fed, EventSink sink) {
        int from = start;
        if (!started) {
            started = true;
            if (end - from >= 3
                    && bytes[from] == (byte) 0xEF
                    && bytes[from + 1] == (byte) 0xBB
                    && bytes[from + 2] == (byte) 0xBF) {
                from += 3;
            }
        }
        if (from == end) {
            dispatch(bytes, sink);
        } else if (isField(bytes, from, end, 'd', 'a', 't', 'a')) {
            data(bytes, valueStart(bytes, from + 4, end), end, fed);
        } else if (isEventField(bytes, from, end)) {
            int value = valueStart(bytes, from + 5, end);
            name = value == end ? null : name(bytes, value, end);
        }
    }

    private static boolean isField(byte[] bytes, int from, int end, char a, char b, char c, char d) {
        return end - from >= 4
                && bytes[from] == a
                && bytes[from + 1] == b
                && bytes[from + 2] == c
                && bytes[from + 3] == d
                && (end - from == 4 || bytes[from + 4] == ':');
    }

    private static boolean isEventField(byte[] bytes, int from, int end) {
        return end - from >= 5 && bytes[from] == 'e' && isField(bytes, from + 1, end, 'v', 'e', 'n', 't');
    }

    /** Where the value of a field starts, after its colon and one space. */
    private static int valueStart(byte[] bytes, int afterName, int end) {
        int value = Math.min(afterName + 1, end);
        return value < end && bytes[value] == ' ' ? value + 1 : value;
    }

    private void data(byte[] bytes, int start, int end, boolean fed) {
        if (end - start > maxEventBytes) {
            throw tooLong();
        }
        if (!hasData && fed) {
            sliceStart = start;
            sliceEnd = end;
        } else {
            if (sliceStart >= 0) {
                holdSlice(bytes);
            }
            if (hasData) {
                hold(new byte[] {'\n'}, 0, 1);
            }
            hold(bytes, start, end);
        }
        hasData = true;
    }

    private void dispatch(byte[] bytes, EventSink sink) {
        String eventName = name;
        boolean complete = hasData;
        name = null;
        hasData = false;
        if (complete) {
            if (sliceStart >= 0) {
                int start = sliceStart;
                sliceStart = -1;
                sink.event(eventName, bytes, start, sliceEnd - start);
            } else {
                int length = heldLength;
                heldLength = 0;
                sink.event(eventName, held, 0, length);
            }
        }
    }

    private String name(byte[] bytes, int start, int end) {
        int hash = 1;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ (hash >>> 16)) & (NAMES - 1);
        String known = names[slot];
        byte[] knownBytes = nameBytes[slot];
        if (known != null && Arrays.equals(knownBytes, 0, knownBytes.length, bytes, start, end)) {
            return known;
        }
        String made = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        names[slot] = made;
        nameBytes[slot] = Arrays.copyOfRange(bytes, start, end);
        return made;
    }

    private void keepLine(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length > maxEventBytes - lineLength) {
            throw tooLong();
        }
        line = grown(line, lineLength, length);
        System.arraycopy(bytes, start, line, lineLength, length);
        lineLength += length;
    }

    private void holdSlice(byte[] bytes) {
        int start = sliceStart;
        sliceStart = -1;
        hold(bytes, start, sliceEnd);
    }

    private void hold(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length > maxEventBytes - heldLength) {
            throw tooLong();
        }
        held = grown(held, heldLength, length);
        System.arraycopy(bytes, start, held, heldLength, length);
        heldLength += length;
    }

    private static byte[] grown(byte[] buffer, int used, int more) {
        if (buffer.length - used >= more) {
            return buffer;
        }
        long doubled = Math.max(512L, 2L * buffer.length);
        return Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(doubled, (long) used + more)));
    }

    private RuntimeException tooLong() {
        return ErrorDetails.builder("An event of the stream is over the limit of " + maxEventBytes + " bytes")
                .remedy("Ask for a shorter answer or raise the limit")
                .toException(ErrorKind.INVALID_RESPONSE);
    }
}
