package dev.portolan.benchmark;

/** What every client asks. */
final class Prompts {

    static final String SYSTEM =
            "You help pilots. Answer in two sentences, and call a tool when it tells more than you know.";
    static final String USER = "What is a portolan, and where would I find one of Genoa?";
    static final String PARAMETERS = "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
            + "\"limit\":{\"type\":\"integer\"}},\"required\":[\"name\",\"limit\"],\"additionalProperties\":false}";

    private Prompts() {}
}
