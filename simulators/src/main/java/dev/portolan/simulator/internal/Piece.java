package dev.portolan.simulator.internal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * One piece of an answer, made when it is sent: an answer of minutes is not held in memory. An answer that is not streamed is one
 * piece.
 *
 * @param role what it is for
 * @param payload makes the content
 * @param framing how it stands on the wire
 * @param text a string value of the payload's JSON, where {@link dev.portolan.simulator.Fault.InvalidUtf8} puts its byte; where the
 *     payload does not hold it the byte goes to the middle
 */
public record Piece(Role role, Supplier<byte[]> payload, Framing framing, String text) {

    /** A byte that occurs nowhere in UTF-8. */
    private static final byte NO_UTF_8 = (byte) 0xff;

    private static final byte NONSENSE = '#';

    /**
     * The piece as it should be.
     *
     * @return the bytes to send
     */
    public byte[] bytes() {
        return framing.frame(payload.get());
    }

    /**
     * The piece as a fault has it.
     *
     * @param manner how it is said
     * @return the bytes to send
     */
    public byte[] bytes(Manner manner) {
        return switch (manner) {
            case WHOLE -> bytes();
            case HALF -> half(bytes());
            case GARBLED -> framing.frame(garbled(payload.get()));
            case SPOILED -> framing.spoiled(payload.get());
            case BAD_TEXT -> framing.frame(withBadText(payload.get()));
        };
    }

    private static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, Math.max(1, bytes.length / 2));
    }

    /** What stood open at the half is never closed, so no format takes it. */
    private static byte[] garbled(byte[] payload) {
        byte[] garbled = payload.clone();
        Arrays.fill(garbled, garbled.length / 2, garbled.length, NONSENSE);
        return garbled;
    }

    private byte[] withBadText(byte[] payload) {
        byte[] needle = ("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"")
                .getBytes(StandardCharsets.UTF_8);
        int at = payload.length / 2;
        for (int start = payload.length - needle.length; start >= 0; start--) {
            if (Arrays.equals(payload, start, start + needle.length, needle, 0, needle.length)) {
                at = start + 1;
                break;
            }
        }
        byte[] bad = new byte[payload.length + 1];
        System.arraycopy(payload, 0, bad, 0, at);
        bad[at] = NO_UTF_8;
        System.arraycopy(payload, at, bad, at + 1, payload.length - at);
        return bad;
    }
}
