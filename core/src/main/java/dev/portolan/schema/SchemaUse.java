package dev.portolan.schema;

/** What a schema is for. Vendors have other rules and other defaults for each. */
public enum SchemaUse {
    /** The arguments of a tool. */
    TOOL,
    /** The form of an answer. */
    OUTPUT
}
