package dev.portolan.simulator.internal.openai;

/** What is behind an address. */
public enum Api {
    /** Chat Completions. */
    CHAT,
    /** The Responses API. */
    RESPONSES,
    /** Embeddings. */
    EMBEDDINGS,
    /** The models there are, or one of them. */
    MODELS
}
