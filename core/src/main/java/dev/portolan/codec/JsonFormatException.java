package dev.portolan.codec;

/**
 * A text is not what a {@link JsonCodec} writes: no JSON, of another kind or of a newer version, or with a field missing or
 * wrong. The message names the place and the rule; it never quotes what stands there.
 */
public final class JsonFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String path;

    JsonFormatException(String path, String rule) {
        super(path + ": " + rule);
        this.path = path;
    }

    /**
     * Where in the document the mistake is.
     *
     * @return a path such as {@code $.messages[2].parts[0].text}; {@code $} when it is the document as a whole
     */
    public String path() {
        return path;
    }
}
