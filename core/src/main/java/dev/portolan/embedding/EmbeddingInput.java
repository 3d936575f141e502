package dev.portolan.embedding;

/** What the embedded texts are for. Models that know the difference embed questions and documents differently. */
public enum EmbeddingInput {
    /** A text to search with. */
    QUERY,
    /** A text to be found. */
    DOCUMENT
}
