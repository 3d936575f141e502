package dev.portolan.routing.catalog;

import java.util.Locale;

/** What a model is asked for. Only models of one kind can stand in for each other. */
public enum ModelKind {
    /** Answers messages. */
    CHAT,
    /** Goes on from a text, by the old completion interface. */
    COMPLETION,
    /** Turns texts into vectors. Vectors of two models cannot be compared: a move means to index anew. */
    EMBEDDING,
    /** Orders texts by a question. */
    RERANK;

    /**
     * The name in files.
     *
     * @return such as {@code chat}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
