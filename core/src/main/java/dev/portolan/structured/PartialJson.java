package dev.portolan.structured;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a JSON object or list as it comes, closed where it stands: a text that has begun is closed, a name without its value
 * and a number or word that may go on are left out. What stands before the first bracket is skipped. Not thread-safe.
 */
final class PartialJson {

    private final StringBuilder text = new StringBuilder();
    private final Deque<Character> open = new ArrayDeque<>();
    private int read;
    private int start;
    /** Up to here, the text is whole but for closing brackets. */
    private int whole;

    private String closingWhole = "";
    private boolean begun;
    private boolean ended;
    private boolean inString;
    private boolean escaped;
    private int escapeAt = -1;
    private int hexLeft;
    private boolean nameNext;
    private boolean inName;

    void append(CharSequence more) {
        text.append(more);
        for (; read < text.length() && !ended; read++) {
            step(text.charAt(read));
        }
    }

    /** The beginning as whole JSON, or {@code null} before the first bracket. */
    @Nullable
    String closed() {
        if (!begun) {
            return null;
        }
        if (inString && !inName) {
            int end = escapeAt >= 0 ? escapeAt : text.length();
            if (end > start && Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            return text.substring(start, end) + '"' + closing();
        }
        return text.substring(start, whole) + closingWhole;
    }

    private void step(char letter) {
        if (!begun) {
            if (letter == '{' || letter == '[') {
                begun = true;
                start = read;
                opened(letter);
            }
        } else if (inString) {
            string(letter);
        } else {
            switch (letter) {
                case '"' -> {
                    inString = true;
                    inName = nameNext;
                }
                case '{', '[' -> opened(letter);
                case '}', ']' -> {
                    open.poll();
                    nameNext = false;
                    safe(read + 1);
                    ended = open.isEmpty();
                }
                case ',' -> {
                    safe(read);
                    nameNext = inObject();
                }
                case ':' -> nameNext = false;
                default -> {}
            }
        }
    }

    private void string(char letter) {
        if (escaped) {
            escaped = false;
            if (letter == 'u') {
                hexLeft = 4;
            } else {
                escapeAt = -1;
            }
        } else if (hexLeft > 0) {
            hexLeft--;
            if (hexLeft == 0) {
                escapeAt = -1;
            }
        } else if (letter == '\\') {
            escaped = true;
            escapeAt = read;
        } else if (letter == '"') {
            inString = false;
            if (!inName) {
                safe(read + 1);
            }
            inName = false;
        }
    }

    private void opened(char letter) {
        open.push(letter);
        nameNext = letter == '{';
        safe(read + 1);
    }

    private void safe(int upTo) {
        whole = upTo;
        closingWhole = closing();
    }

    private boolean inObject() {
        return !open.isEmpty() && open.element() == '{';
    }

    private String closing() {
        StringBuilder brackets = new StringBuilder();
        for (char one : open) {
            brackets.append(one == '{' ? '}' : ']');
        }
        return brackets.toString();
    }
}
