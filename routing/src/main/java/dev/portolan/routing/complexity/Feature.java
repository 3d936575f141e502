package dev.portolan.routing.complexity;

/**
 * What is measured of a request beside its words. The order is that of the model resource: a change of it, or of how one is
 * counted, needs a new training. Counts are taken as {@code ln(1 + n)}, shares as they are.
 */
enum Feature {
    // Size of the question; {@link #SIZE}, with options and schemas, is the one that the length prior goes by.
    SIZE,
    QUESTION,
    WORDS,
    WORDS_PER_SENTENCE,
    WORD_LENGTH,
    LONG_WORDS,
    DISTINCT_WORDS,
    CAPITALISED,
    LINES,
    INDENTED_LINES,
    PASTED,
    QUESTION_MARKS,
    BLANKS,
    OPTIONS,
    OPTION_LENGTH,
    // Signs.
    NUMBERS,
    LARGEST_NUMBER,
    DIGITS,
    MONEY_AND_PERCENT,
    MATHS_SIGNS,
    LATEX,
    LOGIC_SIGNS,
    CODE_SIGNS,
    CODE_FENCES,
    QUOTES,
    NON_ASCII,
    UNSPACED_SCRIPT,
    // Groups of words.
    NEGATION(true),
    COMPARISON(true),
    QUANTITY(true),
    CONSTRAINT(true),
    REASONING(true),
    WRITING(true),
    REWRITING(true),
    ASKS_WHO(true),
    ASKS_WHAT(true),
    ASKS_WHICH(true),
    ASKS_HOW(true),
    ASKS_WHY(true),
    CODE(true),
    MATHS(true),
    LAW(true),
    MEDICINE(true),
    PHYSICS(true),
    CHEMISTRY(true),
    BIOLOGY(true),
    ECONOMY(true),
    HISTORY(true),
    MIND(true),
    MORALS(true),
    PERSONS(true),
    // The request around the text.
    TOOLS,
    /** By how much question and schemas are longer than usual, in logarithms, where there are tools; else 0. */
    SIZE_WITH_TOOLS,
    SCHEMA_SIZE,
    SCHEMA_DEPTH,
    SCHEMA_PROPERTIES,
    SCHEMA_CHOICES,
    TOOL_REQUIRED,
    JSON_ASKED,
    SCHEMA_ASKED,
    EFFORT_ASKED,
    IMAGES,
    OTHER_MEDIA,
    OUTPUT_ALLOWED,
    TURNS_BEFORE,
    HISTORY_SIZE,
    TOOL_RESULTS,
    TOOL_ERRORS,
    REPEATED_CALLS;

    static final int COUNT = values().length;

    private final boolean words;

    Feature() {
        this(false);
    }

    Feature(boolean words) {
        this.words = words;
    }

    /** Its place in the model resource. */
    @SuppressWarnings("EnumOrdinal") // The order is the resource's.
    int place() {
        return ordinal();
    }

    /** Whether it counts words of a group, see {@link WordGroups}. */
    boolean countsWords() {
        return words;
    }
}
