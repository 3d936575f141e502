package dev.portolan.routing.complexity;

/**
 * How characters are told apart and words are hashed. All by own rules, so that neither the locale nor the Unicode tables of a
 * Java release change a score.
 */
final class Letters {

    /** The hash of no word; FNV-1a's offset. */
    static final long EMPTY = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    private Letters() {}

    /** The hash of a word with one more character. */
    static long add(long hash, char c) {
        return (hash ^ c) * PRIME;
    }

    /** The hash of a whole word, which must be in lower case. */
    static long hash(String word) {
        long hash = EMPTY;
        for (int i = 0; i < word.length(); i++) {
            hash = add(hash, word.charAt(i));
        }
        return hash;
    }

    /** The hash of two words in this order. */
    static long pair(long first, long second) {
        return mix(first * 31 + Long.rotateLeft(second, 17));
    }

    /** Spreads a hash over all its bits (the finaliser of SplitMix64). */
    static long mix(long hash) {
        long z = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Lower case of the Latin, Greek and Cyrillic alphabets. */
    static char lower(char c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) {
            return (char) (c + 32);
        }
        return c >= 0x400 && c <= 0x40F ? (char) (c + 80) : c;
    }

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean upper(char c) {
        return lower(c) != c;
    }

    /** Whether words are made of it: letters, digits and marks of any script. */
    static boolean inWord(char c) {
        if (c < 0x80) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || digit(c);
        }
        if (c < 0xC0) {
            return c == 0xAA || c == 0xB5 || c == 0xBA;
        }
        boolean sign = c == 0xD7
                || c == 0xF7
                || (c >= 0x2000 && c <= 0x2BFF)
                || (c >= 0x3000 && c <= 0x303F)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF0F)
                || (c >= 0xFF1A && c <= 0xFF20)
                || (c >= 0xE000 && c <= 0xF8FF)
                || Character.isSurrogate(c);
        return !sign;
    }

    /** Whether it is of a script that writes no spaces; there, each character is a word. */
    static boolean unspaced(char c) {
        return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x0E00 && c <= 0x0E7F);
    }

    static boolean space(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x3000;
    }
}
