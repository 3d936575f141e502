package dev.portolan.simulator.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into pieces about as long as a tokenizer's: a short word with the space before it, a few digits, a mark. The same text
 * is always cut the same way, and the pieces together are the text.
 */
public final class TokenPieces {

    private static final int LONGEST_WORD = 8;
    private static final int LONGEST_NUMBER = 3;

    private TokenPieces() {}

    /**
     * Cuts a text.
     *
     * @param text any text
     * @return the pieces, none empty
     */
    public static List<String> of(String text) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at);
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    /**
     * Counts without cutting.
     *
     * @param text any text
     * @return the number of pieces
     */
    public static int count(String text) {
        int count = 0;
        for (int at = 0; at < text.length(); at = end(text, at)) {
            count++;
        }
        return count;
    }

    private static int end(String text, int start) {
        int at = start;
        if (text.charAt(at) == ' ' && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1))) {
            at++;
        }
        int first = text.codePointAt(at);
        if (Character.isDigit(first)) {
            return run(text, at, LONGEST_NUMBER, true);
        }
        // Scripts beyond Latin, Greek and Cyrillic take about a token a letter.
        if (Character.isLetter(first) && first < 0x530) {
            return run(text, at, LONGEST_WORD, false);
        }
        return at + Character.charCount(first);
    }

    private static int run(String text, int start, int longest, boolean digits) {
        int at = start;
        while (at < text.length()
                && at - start < longest
                && (digits ? Character.isDigit(text.charAt(at)) : isWordLetter(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    private static boolean isWordLetter(char letter) {
        return letter < 0x530 && Character.isLetter(letter);
    }
}
