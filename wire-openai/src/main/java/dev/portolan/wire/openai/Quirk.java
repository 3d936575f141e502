package dev.portolan.wire.openai;

/**
 * A way in which a server departs from OpenAI's own wire. Which server has which is data: {@code quirks.properties} beside
 * this class, with source and date. What a reader can take from any server without harm (unknown fields, usage at another
 * place or on every chunk, missing indexes and ids, no {@code [DONE]}) is no quirk.
 */
public enum Quirk {
    /** Knows the limit on output as {@code max_tokens} only; else {@code max_completion_tokens} is sent. */
    MAX_TOKENS,
    /** Rejects {@code stream_options}, or needs none: usage comes by itself or not at all. */
    NO_STREAM_OPTIONS,
    /** Knows no {@code developer} role; the message is sent as {@code system}. */
    NO_DEVELOPER_ROLE,
    /** Rejects {@code strict} in tools and schemas, or takes it for something else. */
    NO_STRICT,
    /** Has no {@code parallel_tool_calls}, or ignores it. */
    NO_PARALLEL_TOOL_CALLS,
    /** Wants the reasoning of its earlier turns back, in the field it came in. */
    ECHO_REASONING,
    /** Sends reasoning inside the text, between {@code <think>} tags. */
    THINK_TAGS,
    /** May end a stream without a finish reason; {@code [DONE]} then stands for it. */
    FINISH_OPTIONAL,
    /** Wants the tool's name in tool messages. */
    TOOL_MESSAGE_NAME,
    /** Knows {@code seed} as {@code random_seed}. */
    RANDOM_SEED,
    /** Says {@code any} for a required tool call. */
    TOOL_CHOICE_ANY,
    /** Takes {@code top_k}, which OpenAI has not. */
    TOP_K,
    /** Takes video as a {@code video_url} part. */
    VIDEO_URL,
    /** Takes documents as a {@code document_url} part. */
    DOCUMENT_URL,
    /** Takes an address where OpenAI wants the data of a file. */
    FILE_URL,
    /** Wants ids of tool calls of exactly nine letters and digits. */
    SHORT_TOOL_IDS,
    /** Refuses a tool call of its history without a thought signature, but for one that asks to skip the check. */
    THOUGHT_SIGNATURES,
    /** Counts reasoning in the total only, not in the completion. */
    USAGE_WITHOUT_THOUGHTS,
    /** Gives embeddings as lists of numbers only, not as base64. */
    FLOAT_EMBEDDINGS,
    /** Knows the dimensions of an embedding as {@code output_dimension}. */
    OUTPUT_DIMENSION
}
