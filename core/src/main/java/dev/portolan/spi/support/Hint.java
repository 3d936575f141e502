package dev.portolan.spi.support;

/**
 * Tells cheaply where a pattern is worth trying. A pattern costs tens of nanoseconds a character, what it cannot do without
 * about one; and most texts hold none of it.
 */
@FunctionalInterface
interface Hint {

    /**
     * Looks for what the pattern needs.
     *
     * @param text the text
     * @param from where the next find may begin at the earliest
     * @return a place at or after {@code from} before which no find can begin, or -1 when there is none any more
     */
    int next(String text, int from);

    /** For patterns that begin with one of these words, in ASCII. */
    static Hint anyOf(boolean ignoreCase, String... words) {
        boolean[] firsts = new boolean[128];
        for (String word : words) {
            char first = word.charAt(0);
            firsts[first] = true;
            if (ignoreCase) {
                firsts[Character.toUpperCase(first)] = true;
                firsts[Character.toLowerCase(first)] = true;
            }
        }
        return (text, from) -> {
            for (int i = from; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c < 128 && firsts[c]) {
                    for (String word : words) {
                        if (text.regionMatches(ignoreCase, i, word, 0, word.length())) {
                            return i;
                        }
                    }
                }
            }
            return -1;
        };
    }

    /** For patterns with this character in them, which stands at most so far behind their beginning. */
    static Hint around(char needed, int reach) {
        return (text, from) -> {
            int at = text.indexOf(needed, from);
            return at < 0 ? -1 : Math.max(from, at - reach);
        };
    }

    /**
     * For patterns in which one of these words, an optional backslash, an optional quote and at most four blanks come before
     * a colon or equals sign, which stands at most so far behind their beginning.
     */
    static Hint assigned(int reach, String... words) {
        return (text, from) -> {
            for (int i = from; i < text.length(); i++) {
                char c = text.charAt(i);
                if ((c == ':' || c == '=') && endsWithOne(text, beforeSign(text, i), words)) {
                    return Math.max(from, i - reach);
                }
            }
            return -1;
        };
    }

    private static int beforeSign(String text, int sign) {
        int end = sign;
        while (end > 0 && sign - end < 4 && " \t\n\u000B\f\r".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end > 0 && (text.charAt(end - 1) == '"' || text.charAt(end - 1) == '\'')) {
            end--;
        }
        return end > 0 && text.charAt(end - 1) == '\\' ? end - 1 : end;
    }

    private static boolean endsWithOne(String text, int end, String... words) {
        for (String word : words) {
            if (text.regionMatches(true, end - word.length(), word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    /** For patterns of so many digits, between which stands nothing, or one blank or hyphen. */
    static Hint digits(int least) {
        return (text, from) -> {
            int start = -1;
            int count = 0;
            for (int i = from; i < text.length(); i++) {
                char c = text.charAt(i);
                if (digit(c)) {
                    if (count++ == 0) {
                        start = i;
                    }
                    if (count == least) {
                        return start;
                    }
                } else if (count > 0 && !((c == ' ' || c == '-') && digit(text.charAt(i - 1)))) {
                    count = 0;
                }
            }
            return -1;
        };
    }

    /**
     * For telephone numbers: an international prefix with a digit behind it, or four digits together that a separator parts
     * from what is a digit or a bracket; each stands at most so far behind the beginning.
     */
    static Hint phone(int reach) {
        return (text, from) -> {
            int last = text.length() - 1;
            for (int i = from; i < last; i++) {
                char c = text.charAt(i);
                boolean worth = switch (c) {
                    case '+' -> digit(text.charAt(i + 1));
                    case '0' -> text.charAt(i + 1) == '0';
                    case ' ', '.', '/', '-' ->
                        i > from
                                && digit(text.charAt(i + 1))
                                && (digit(text.charAt(i - 1)) || text.charAt(i - 1) == ')')
                                && fourDigits(text, i + 1);
                    default -> false;
                };
                if (worth) {
                    return Math.max(from, i - reach);
                }
            }
            return -1;
        };
    }

    private static boolean fourDigits(String text, int at) {
        return at + 4 <= text.length()
                && digit(text.charAt(at + 1))
                && digit(text.charAt(at + 2))
                && digit(text.charAt(at + 3));
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
