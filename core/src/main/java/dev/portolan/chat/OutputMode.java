package dev.portolan.chat;

/**
 * How an answer of a schema ({@link OutputFormat.Schema}) is asked for. Vendors offer some of them; which one serves a request is a
 * matter of the table in {@code docs/structured-output.md}, from the first to the last here, unless the request names one. Which one
 * did is told by {@link ChatResponse#outputMode()}.
 */
public enum OutputMode {
    /** The vendor's own format for answers, enforced by the vendor. */
    NATIVE_STRICT,
    /** The vendor's own format for answers, as a hint to the model. */
    NATIVE_LOOSE,
    /** A tool whose arguments are the answer, which the model must call; the vendor enforces them. */
    STRICT_TOOL,
    /** A tool whose arguments are the answer, which the model must call. */
    TOOL,
    /** The vendor makes sure that the answer is JSON; the schema stands in the prompt. */
    JSON_MODE,
    /** The schema stands in the prompt. Works with every model. */
    PROMPTED
}
