package dev.portolan.config.internal;

import java.util.BitSet;

/**
 * A value as it was written: its characters, and which of them a backslash has deprived of their meaning. In a file the
 * grammar of properties swallows the backslash of <code>\${</code> and {@code \,}, so that it has to be remembered apart.
 */
final class Text {

    private final String characters;
    private final BitSet escaped;

    Text(String characters, BitSet escaped) {
        this.characters = characters;
        this.escaped = escaped;
    }

    /** A value from outside of files, where only the backslash before <code>${</code> is taken away here. */
    static Text plain(String value) {
        StringBuilder characters = new StringBuilder(value.length());
        BitSet escaped = new BitSet();
        for (int i = 0; i < value.length(); i++) {
            if (value.startsWith("\\${", i)) {
                escaped.set(characters.length());
            } else {
                characters.append(value.charAt(i));
            }
        }
        return new Text(characters.toString(), escaped);
    }

    int length() {
        return characters.length();
    }

    char charAt(int index) {
        return characters.charAt(index);
    }

    boolean escaped(int index) {
        return escaped.get(index);
    }

    boolean opensPlaceholder(int index) {
        return characters.startsWith("${", index) && !escaped.get(index);
    }

    String characters() {
        return characters;
    }

    /** Nothing but spaces: the key counts as not given. */
    boolean blank() {
        return Blanks.strip(characters).isEmpty();
    }

    @Override
    public String toString() {
        return "Text[" + length() + " chars]";
    }
}
