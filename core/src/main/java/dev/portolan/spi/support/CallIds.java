package dev.portolan.spi.support;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ids of tool calls as one wire takes them, for the history of one request. Ids of other vendors may be too long for it or
 * hold other characters (T3), and vendors that number their calls anew in each answer repeat them (T4); a result always goes
 * by the id that its call went by.
 *
 * <p>An id that the wire takes stays as it is the first time it occurs. Any other becomes a digest of itself, which is the same
 * in every request, so that what a vendor caches of a history still fits. Not thread-safe.
 */
public final class CallIds {

    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /** As many digits as a digest gives; 22 are 131 bits. */
    private static final int MOST_DIGITS = 32;

    private final Pattern taken;
    private final String prefix;
    private final int digits;

    /** What the calls so far went by; most requests have none. */
    private @Nullable Calls calls;

    private static final class Calls {
        final Set<String> used = new HashSet<>();
        final Map<String, Deque<String>> waiting = new HashMap<>();
        final Map<String, String> last = new HashMap<>();
    }

    /**
     * Ids of a form.
     *
     * @param taken what the whole of an id must match
     * @param prefix what an id that is made here begins with, possibly nothing
     * @param digits how many letters and digits follow, 1 to 32
     */
    public CallIds(Pattern taken, String prefix, int digits) {
        if (digits < 1 || digits > MOST_DIGITS) {
            throw new IllegalArgumentException("digits: must be 1 to " + MOST_DIGITS);
        }
        this.taken = taken;
        this.prefix = prefix;
        this.digits = digits;
    }

    /**
     * An id for a call that came without one (T1): unique, and short enough for every wire.
     *
     * @return {@code call_} and 32 letters and digits
     */
    public static String madeUp() {
        return "call_" + UUID.randomUUID().toString().replace("-", "");
    }

    /**
     * The id that a call goes by. Asked once for each call, in the order of the history.
     *
     * @param id the call's id in the history
     * @return an id that no call before goes by
     */
    public String call(String id) {
        Calls known = calls == null ? new Calls() : calls;
        calls = known;
        String wire = taken.matcher(id).matches() && !known.used.contains(id) ? id : null;
        for (int i = 0; wire == null; i++) {
            String digest = prefix + digest(i == 0 ? id : id + "#" + i);
            wire = known.used.contains(digest) ? null : digest;
        }
        known.used.add(wire);
        known.waiting.computeIfAbsent(id, unknown -> new ArrayDeque<>(1)).add(wire);
        known.last.put(id, wire);
        return wire;
    }

    /**
     * The id that a result goes by. Asked once for each result, after its call.
     *
     * @param id the id of the call in the history
     * @return what the earliest call of that id went by that has no result yet; without such a call, as the latest went by
     */
    public String result(String id) {
        Deque<String> waiting = calls == null ? null : calls.waiting.get(id);
        String wire = waiting == null ? null : waiting.poll();
        if (wire != null) {
            return wire;
        }
        String known = calls == null ? null : calls.last.get(id);
        return known != null ? known : taken.matcher(id).matches() ? id : prefix + digest(id);
    }

    private String digest(String id) {
        byte[] hash;
        try {
            hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
        StringBuilder digest = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            digest.append(DIGITS.charAt((hash[i] & 0xFF) % DIGITS.length()));
        }
        return digest.toString();
    }
}
