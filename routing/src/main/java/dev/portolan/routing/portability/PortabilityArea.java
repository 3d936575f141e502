package dev.portolan.routing.portability;

import java.util.Locale;

/** The topics of a map between two models and their services, in the order of a report. */
public enum PortabilityArea {
    /** How prompts are worded. Only a comparison of answers tells whether a wording works elsewhere. */
    PROMPTS("prompts"),
    /** System messages: whether there are any, and where they may stand. */
    SYSTEM_MESSAGES("system messages"),
    /** Sampling, limits, reasoning effort, and options of one vendor. */
    SETTINGS("settings"),
    /** Answers and tool arguments in the form of a schema. */
    SCHEMAS("schemas"),
    /** Tools that the application runs: names, numbers, choices. */
    TOOLS("tools"),
    /** Tools that the vendor runs. */
    HOSTED_TOOLS("hosted tools"),
    /** Answers piece by piece. */
    STREAMING("streaming"),
    /** Conversations and answers that the vendor keeps, and state that only it can read. */
    CONVERSATION_STATE("conversation state"),
    /** Images, documents, sound and film, and files that lie at the vendor. */
    MEDIA("media and files"),
    /** Vectors: those of two models cannot be compared. */
    EMBEDDINGS("embeddings"),
    /** How much goes in and comes out. */
    CONTEXT("context"),
    /** How much goes through in a minute. */
    RATE_LIMITS("rate limits"),
    /** How long calls take and may take. */
    TIMEOUTS("timeouts"),
    /** What the service blocks. */
    CONTENT_FILTER("content filter"),
    /** How calls fail. */
    ERRORS("errors"),
    /** Where data is processed. */
    RESIDENCY("residency"),
    /** What it costs. */
    PRICE("price"),
    /** How long the model will be there. */
    LIFECYCLE("lifecycle");

    private final String title;

    PortabilityArea(String title) {
        this.title = title;
    }

    /**
     * The topic in words.
     *
     * @return such as {@code hosted tools}
     */
    public String title() {
        return title;
    }

    /**
     * The name in files.
     *
     * @return such as {@code hosted_tools}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
