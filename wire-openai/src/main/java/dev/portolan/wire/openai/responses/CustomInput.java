package dev.portolan.wire.openai.responses;

/** How the free text that a custom tool takes becomes a JSON object, which the arguments of a tool call are. */
final class CustomInput {

    /** What stands before the text. */
    static final String HEAD = "{\"input\":\"";

    /** What stands after it. */
    static final String TAIL = "\"}";

    private CustomInput() {}
}
