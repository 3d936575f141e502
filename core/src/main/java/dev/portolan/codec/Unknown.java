package dev.portolan.codec;

import org.jspecify.annotations.Nullable;

/**
 * Things of a type that this version does not know, as later versions may write. They are kept as text and written again as
 * they were, so that a later version finds them whole.
 */
final class Unknown {

    private static final JsonReader READER = new JsonReader(Limits.DEFAULT);

    private Unknown() {}

    /** The text to keep. */
    static String keep(Place at) {
        return new JsonWriter(Limits.DEFAULT).value(at.value()).text();
    }

    /**
     * What {@link #keep} was given, when this text came from there and names that type; otherwise somebody else made it, and it
     * must not stand in a document as if it were ours.
     */
    static @Nullable Json restore(String type, String kept) {
        Json value;
        try {
            value = READER.read(kept);
        } catch (JsonFormatException e) {
            return null;
        }
        boolean names = value instanceof Json.Obj object
                && new Json.Text(type).equals(object.fields().get("type"));
        return names && new JsonWriter(Limits.DEFAULT).value(value).text().equals(kept) ? value : null;
    }
}
