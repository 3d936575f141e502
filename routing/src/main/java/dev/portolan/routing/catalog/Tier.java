package dev.portolan.routing.catalog;

import java.util.Locale;

/** How much a model is made for. A stand-in is looked for in the tier of what it replaces. From the cheapest to the dearest. */
public enum Tier {
    /** Fast and cheap: chat, retrieval, classification, extraction. */
    MINI,
    /** In the middle: assistants, summaries, code. */
    STANDARD,
    /** For many steps: agents, planning, hard questions. */
    REASONING,
    /** The best there is, whatever it costs. */
    FRONTIER;

    /**
     * The name in files and on the command line.
     *
     * @return such as {@code mini}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The tier of a name.
     *
     * @param id as {@link #id()} gives it, in any case
     * @return the tier
     * @throws IllegalArgumentException when there is none; the message lists those that there are
     */
    public static Tier of(String id) {
        for (Tier tier : values()) {
            if (tier.name().equalsIgnoreCase(id.strip())) {
                return tier;
            }
        }
        throw new IllegalArgumentException(
                "There is no tier \"" + id + "\"; known are mini, standard, reasoning and frontier");
    }

    @Override
    public String toString() {
        return id();
    }
}
