package dev.portolan.testkit.parity;

import java.util.Locale;

/** Whether a run asks models, or takes what was recorded. */
public enum RunMode {
    /** Models are asked. Nothing is recorded. */
    LIVE,
    /** Models are asked, and their answers are recorded, redacted, for later replays. */
    RECORD,
    /**
     * Recordings answer and no model is asked. A request without a recording ends the run with a
     * {@link dev.portolan.error.ReplayMiss}. For builds: it costs nothing and needs no key.
     */
    REPLAY,
    /** Recordings answer where there are some; models are asked for the rest, which is recorded. */
    AUTO;

    /**
     * The mode as reports, properties and the command line write it.
     *
     * @return the name in lower case
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mode of a name.
     *
     * @param id in upper or lower case
     * @return the mode
     * @throws IllegalArgumentException when there is none of that name
     */
    public static RunMode of(String id) {
        for (RunMode mode : values()) {
            if (mode.id().equals(id.toLowerCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new IllegalArgumentException("mode: must be live, record, replay or auto, not " + id);
    }

    /** Whether a file of recordings is needed. */
    boolean usesRecordings() {
        return this != LIVE;
    }

    /** Whether recordings answer. */
    boolean replays() {
        return this == REPLAY || this == AUTO;
    }
}
