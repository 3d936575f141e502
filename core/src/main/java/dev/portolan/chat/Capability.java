package dev.portolan.chat;

/** What a model behind a provider can be asked for. See {@link ModelInfo#supports}. */
public enum Capability {
    /** Answers piece by piece. */
    STREAMING,
    /** System messages. */
    SYSTEM_MESSAGES,
    /** Tools that the application runs. */
    TOOLS,
    /** Several tool calls in one answer, and the switch that forbids them. */
    PARALLEL_TOOL_CALLS,
    /** {@link ToolChoice#NONE} with tools present. */
    TOOL_CHOICE_NONE,
    /** {@link ToolChoice#REQUIRED}. */
    TOOL_CHOICE_REQUIRED,
    /** {@link ToolChoice#named}. */
    TOOL_CHOICE_NAMED,
    /** Tool arguments enforced to fit their schema. */
    STRICT_TOOLS,
    /** {@link OutputFormat#JSON}. */
    JSON_OUTPUT,
    /** {@link OutputFormat.Schema}. */
    JSON_SCHEMA_OUTPUT,
    /** {@link OutputFormat.Schema} together with tools. */
    JSON_SCHEMA_WITH_TOOLS,
    /** {@link ImagePart} from bytes. */
    IMAGE_INPUT,
    /** {@link ImagePart} from an address that the vendor fetches. */
    IMAGE_URL_INPUT,
    /** {@link DocumentPart}. */
    DOCUMENT_INPUT,
    /** {@link AudioPart}. */
    AUDIO_INPUT,
    /** {@link VideoPart}. */
    VIDEO_INPUT,
    /** {@link ReasoningEffort}. */
    REASONING_EFFORT,
    /** The {@code temperature} setting. */
    TEMPERATURE,
    /** The {@code topP} setting. */
    TOP_P,
    /** The {@code topK} setting. */
    TOP_K,
    /** The {@code maxOutputTokens} setting. */
    MAX_OUTPUT_TOKENS,
    /** Stop sequences. */
    STOP,
    /** The {@code seed} setting. */
    SEED,
    /** The {@code frequencyPenalty} setting. */
    FREQUENCY_PENALTY,
    /** The {@code presencePenalty} setting. */
    PRESENCE_PENALTY,
    /** Log-probabilities of the answer's tokens. */
    LOGPROBS,
    /** Tokens read from a cache are told in the usage. */
    PROMPT_CACHING
}
