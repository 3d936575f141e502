package dev.portolan.evidence.check;

/** Which answers count as JSON. */
public enum JsonReading {
    /** The whole text is one JSON document (RFC 8259), as {@code JSON.parse} would take it. No name stands twice in an object. */
    STRICT,
    /** As {@link #STRICT}, or such a document alone in a Markdown fence, with or without words around the fence. */
    FENCED
}
