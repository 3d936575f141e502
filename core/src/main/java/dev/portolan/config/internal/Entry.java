package dev.portolan.config.internal;

/**
 * A key, its value as it was written, and where it stands. {@code toString} leaves the value out.
 *
 * @param key the whole key
 * @param text its value, not yet expanded
 * @param origin where it stands
 */
record Entry(String key, Text text, Origin origin) {

    /** The value for a message: as it was written, for what a placeholder stands for may be a secret in the wrong place. */
    String shown() {
        return KeyLooks.show(Blanks.strip(text.characters()));
    }

    @Override
    public String toString() {
        return key + " (" + origin + ")";
    }
}
