package dev.portolan.testkit.contract;

/**
 * What a vendor's wire may have no place for, whatever the model. What a model can is told by its {@code ModelInfo}; what its wire
 * cannot even say is told by the author of a contract test, see {@link ChatModelContract#wireLacks()}. The cases concerned are
 * skipped with that reason.
 */
public enum WireFeature {
    /** Each answer comes with an id of the request for the vendor's support. */
    REQUEST_IDS,
    /** Each answer has an id of its own. */
    RESPONSE_IDS,
    /** Answers tell what is left of the limits. */
    RATE_LIMITS,
    /** Tool calls have ids. */
    TOOL_CALL_IDS,
    /** A call's arguments are text, so they may be broken JSON. */
    TEXT_ARGUMENTS,
    /** The model's thoughts are shown. */
    REASONING_TEXT,
    /** The tokens of the model's thoughts are told apart. */
    REASONING_TOKENS,
    /** The tokens read from a cache are told apart. */
    CACHED_TOKENS,
    /** A refusal is told apart from a text. */
    REFUSALS,
    /** An answer that was filtered says so. */
    OUTPUT_FILTER,
    /** An error tells when to come back. */
    RETRY_AFTER,
    /** The credential is sent as it is, so that a key can be found in the request; a signature is not. */
    PLAIN_KEYS,
    /** What is sent and what comes back is shown to a {@link dev.portolan.chat.WireListener}. */
    LISTENING,
    /** A document has a name of its own. */
    DOCUMENT_NAMES,
    /** Texts and images of one message keep their order. */
    MEDIA_ORDER,
    /** The schema of an answer has a name of its own. */
    SCHEMA_NAMES,
    /** A piece of a stream that is lost is noticed: by a checksum, a number, or a whole that follows. */
    LOSS_DETECTION
}
