package dev.portolan.structured;

/**
 * Something about an answer that was not as it should be and did not leave its meaning in doubt. What was tolerated stands in the
 * result.
 */
public enum Tolerance {
    /** The answer began with its reasoning, in {@code <think>} tags. */
    THINK_TAGS,
    /** The JSON stood in a fenced block of Markdown. */
    CODE_FENCE,
    /** The JSON stood within other text. It was the only JSON there, or the only one that fits the schema. */
    SURROUNDING_TEXT,
    /** A comma stood before a closing bracket. */
    TRAILING_COMMAS,
    /**
     * The JSON had the shape that the schema has on some wires: wrapped into an object, null for what is absent, entries for a map.
     */
    WIRE_SHAPE
}
