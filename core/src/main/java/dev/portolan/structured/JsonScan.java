package dev.portolan.structured;

/** Finds its way through text that holds JSON, without parsing it. */
final class JsonScan {

    private JsonScan() {}

    /** Where the next object or list may begin, or -1. */
    static int nextOpening(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '{' || text.charAt(i) == '[') {
                return i;
            }
        }
        return -1;
    }

    /** Behind the bracket that closes the one at an index, or -1 when none does. */
    static int endOf(String text, int begin) {
        int depth = 0;
        for (int i = begin; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '"' -> {
                    i = endOfString(text, i);
                    if (i < 0) {
                        return -1;
                    }
                }
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    depth--;
                    if (depth == 0) {
                        return i + 1;
                    }
                }
                default -> {}
            }
        }
        return -1;
    }

    /** The closing quote of the string that opens at an index, or -1. */
    private static int endOfString(String text, int begin) {
        for (int i = begin + 1; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\\') {
                i++;
            } else if (letter == '"') {
                return i;
            }
        }
        return -1;
    }

    /** The text without commas before closing brackets, outside of strings. */
    static String withoutTrailingCommas(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"') {
                int end = endOfString(text, i);
                if (end < 0) {
                    return text;
                }
                kept.append(text, i, end + 1);
                i = end;
            } else if (letter != ',' || !closes(text, i + 1)) {
                kept.append(letter);
            }
        }
        return kept.toString();
    }

    private static boolean closes(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (!Character.isWhitespace(letter)) {
                return letter == '}' || letter == ']';
            }
        }
        return false;
    }
}
