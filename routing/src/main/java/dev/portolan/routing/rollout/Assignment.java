package dev.portolan.routing.rollout;

import java.nio.charset.StandardCharsets;

/**
 * Who gets the target: a pure function of rollout, key and percent, the same on every instance and after every restart.
 *
 * <p>A key falls into one of {@value #BUCKETS} buckets, by MurmurHash3 (x86, 32 bits, seed 0) of {@code <rollout id>:<key>} in UTF-8. The
 * target gets the lowest buckets, so that a growing percentage takes nobody back, and a shrinking one first those who came last.
 *
 * @see <a href="https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp">MurmurHash3</a>
 */
public final class Assignment {

    /** How many buckets there are: each is a hundredth of a percent. */
    public static final int BUCKETS = 10_000;

    private Assignment() {}

    /**
     * The bucket of a key.
     *
     * @param rolloutId the rollout
     * @param key the key
     * @return from 0 to 9999
     */
    public static int bucket(String rolloutId, String key) {
        byte[] bytes = (rolloutId + ":" + key).getBytes(StandardCharsets.UTF_8);
        return (int) (Integer.toUnsignedLong(murmur3(bytes)) % BUCKETS);
    }

    /**
     * Whether the target answers a key.
     *
     * @param rolloutId the rollout
     * @param key the key
     * @param percent the target's share, from 0 to 100
     * @return whether it does: never at 0, always at 100
     */
    public static boolean toTarget(String rolloutId, String key, double percent) {
        return bucket(rolloutId, key) < buckets(percent);
    }

    /** How many buckets a share is. */
    static int buckets(double percent) {
        return (int) Math.max(0, Math.min(BUCKETS, Math.rint(percent * (BUCKETS / 100.0))));
    }

    /** MurmurHash3 for x86 with 32 bits and seed 0. */
    static int murmur3(byte[] bytes) {
        int hash = 0;
        int whole = bytes.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            hash ^= scramble(
                    (bytes[i] & 0xff) | (bytes[i + 1] & 0xff) << 8 | (bytes[i + 2] & 0xff) << 16 | bytes[i + 3] << 24);
            hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
        }
        int tail = 0;
        for (int i = bytes.length - 1; i >= whole; i--) {
            tail = tail << 8 | (bytes[i] & 0xff);
        }
        hash ^= scramble(tail);
        hash ^= bytes.length;
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    private static int scramble(int block) {
        return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
    }
}
