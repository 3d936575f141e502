package dev.portolan.routing.complexity;

/**
 * Reads text once, character by character: tells its words to a {@link GramVisitor} and counts what the plain features are made
 * of. Made for one request and one thread; holds some 2.5 kB, whatever the length.
 *
 * <p>A word is remembered in a filter of 2^14 bits so that it is told once; in long texts some are taken for seen that were not.
 */
final class TextScan {

    private static final int SEEN_BITS = 14;

    /** Counted by {@link Feature#place()}. */
    final int[] counts = new int[Feature.COUNT];

    private final GramVisitor visitor;
    private final long[] seen = new long[1 << (SEEN_BITS - 6)];

    int grams;
    int words;
    int distinctWords;
    int wordChars;
    int sentences;
    int optionChars;
    int pastedChars;
    int chars;
    double largestNumber;

    private long word = Letters.EMPTY;
    private long previous;
    private int wordLength;
    private boolean number;
    private boolean capital;
    private double value;
    private boolean atLineStart = true;
    private boolean atSentenceStart = true;
    private int indent;
    private boolean option;
    private boolean fenced;

    TextScan(GramVisitor visitor) {
        this.visitor = visitor;
    }

    /** Reads a stretch; words do not run over its ends. */
    void read(String text, int from, int to) {
        atLineStart = true;
        indent = 0;
        previous = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (atLineStart && c != '\n') {
                startLine(text, i, to, c);
            }
            if (Letters.inWord(c)) {
                letter(c);
            } else {
                boolean inside = c == '\'' && wordLength > 0 && i + 1 < to && Letters.inWord(text.charAt(i + 1));
                if (!inside) {
                    endWord();
                    sign(text, i, to, c);
                }
            }
            if (option) {
                optionChars++;
            } else if (fenced) {
                pastedChars++;
            }
        }
        endWord();
        option = false;
        chars += to - from;
    }

    private void startLine(String text, int at, int to, char c) {
        if (c == ' ' || c == '\t') {
            indent++;
            return;
        }
        atLineStart = false;
        if (indent >= 2) {
            counts[Feature.INDENTED_LINES.place()]++;
        }
        counts[Feature.LINES.place()]++;
        if (c == '`' && at + 2 < to && text.charAt(at + 1) == '`' && text.charAt(at + 2) == '`') {
            fenced = !fenced;
            counts[Feature.CODE_FENCES.place()]++;
        }
        int letter = c == '(' ? at + 1 : at;
        option = letter + 2 < to && isOption(text.charAt(letter), text.charAt(letter + 1), text.charAt(letter + 2));
        if (option) {
            counts[Feature.OPTIONS.place()]++;
        }
    }

    private static boolean isOption(char letter, char mark, char then) {
        return ((letter >= 'A' && letter <= 'P') || (letter >= 'a' && letter <= 'f'))
                && (mark == '.' || mark == ')')
                && (then == ' ' || then == '\t');
    }

    private void letter(char c) {
        if (c >= 0x80) {
            counts[Feature.NON_ASCII.place()]++;
            if (Letters.unspaced(c)) {
                endWord();
                counts[Feature.UNSPACED_SCRIPT.place()]++;
                add(c);
                endWord();
                return;
            }
        }
        add(c);
    }

    private void add(char c) {
        if (wordLength == 0) {
            capital = Letters.upper(c);
            number = Letters.digit(c);
            value = 0;
        }
        if (Letters.digit(c)) {
            counts[Feature.DIGITS.place()]++;
            value = value * 10 + (c - '0');
        } else {
            number = false;
        }
        word = Letters.add(word, Letters.lower(c));
        wordLength++;
    }

    private void endWord() {
        if (wordLength == 0) {
            return;
        }
        if (number) {
            counts[Feature.NUMBERS.place()]++;
            largestNumber = Math.max(largestNumber, Math.min(value, 1e15));
            // Numbers are told by how many digits they have: their values belong to one prompt alone.
            word = Letters.add(Letters.EMPTY, (char) Math.min(wordLength, 9));
        } else {
            words++;
            wordChars += wordLength;
            if (wordLength >= 9) {
                counts[Feature.LONG_WORDS.place()]++;
            }
            if (capital && !atSentenceStart) {
                counts[Feature.CAPITALISED.place()]++;
            }
            int group = WordGroups.of(word);
            if (group != WordGroups.NONE) {
                counts[group]++;
            }
        }
        if (tell(Letters.mix(word), false) && !number) {
            distinctWords++;
        }
        if (previous != 0) {
            tell(Letters.pair(previous, word), true);
        }
        previous = word;
        word = Letters.EMPTY;
        wordLength = 0;
        atSentenceStart = false;
    }

    private boolean tell(long hash, boolean pair) {
        int place = (int) (hash >>> (64 - SEEN_BITS));
        long bit = 1L << (place & 63);
        if ((seen[place >>> 6] & bit) != 0) {
            return false;
        }
        seen[place >>> 6] |= bit;
        grams++;
        visitor.gram((int) (hash & (GramVisitor.BUCKETS - 1)), pair);
        return true;
    }

    private void sign(String text, int at, int to, char c) {
        switch (c) {
            case '\n' -> {
                atLineStart = true;
                atSentenceStart = true;
                indent = 0;
                option = false;
            }
            case ' ', '\t', '\r' -> {}
            case '.', '!', '\u3002' -> endSentence(text, at, to);
            case '?', '\u00BF', '\uFF1F' -> {
                counts[Feature.QUESTION_MARKS.place()]++;
                endSentence(text, at, to);
            }
            case '_' -> {
                boolean more = at + 1 < to && text.charAt(at + 1) == '_';
                boolean lone = at > 0 && text.charAt(at - 1) == ' ' && at + 1 < to && text.charAt(at + 1) == ' ';
                if (more || lone) {
                    counts[Feature.BLANKS.place()]++;
                } else {
                    counts[Feature.CODE_SIGNS.place()]++;
                }
            }
            case '\\' -> counts[Feature.LATEX.place()]++;
            case '$' -> {
                boolean money = at + 1 < to && Letters.digit(text.charAt(at + 1));
                counts[(money ? Feature.MONEY_AND_PERCENT : Feature.LATEX).place()]++;
            }
            case '%', '\u20AC', '\u00A3' -> counts[Feature.MONEY_AND_PERCENT.place()]++;
            case '+', '=', '*', '/', '^', '<', '>', '\u00D7', '\u00F7', '\u00B0', '\u00B2' ->
                counts[Feature.MATHS_SIGNS.place()]++;
            case '{', '}', ';', '[', ']', '#', '|' -> counts[Feature.CODE_SIGNS.place()]++;
            case '"', '\u201C', '\u201D' -> counts[Feature.QUOTES.place()]++;
            case '~', '\u2022', '\u2283', '\u2227', '\u2228', '\u2261', '\u2200', '\u2203', '\u2192' ->
                counts[Feature.LOGIC_SIGNS.place()]++;
            default -> {
                if (c >= 0x2190 && c <= 0x22FF) {
                    counts[Feature.MATHS_SIGNS.place()]++;
                }
            }
        }
    }

    private void endSentence(String text, int at, int to) {
        if (at + 1 >= to || Letters.space(text.charAt(at + 1))) {
            sentences++;
            atSentenceStart = true;
        }
    }
}
