package dev.portolan.testkit.report;

/** JSON as text that other texts can hold. */
final class Json {

    private Json() {}

    /** Half a surrogate pair as an escape: UTF-8 has no bytes for it. */
    static String loneSurrogatesEscaped(String json) {
        return escaped(json, false);
    }

    /** As the content of a script element: no tag or comment can begin in it, and nothing hides in its source. */
    static String inScript(String json) {
        return escaped(json, true);
    }

    private static String escaped(String json, boolean inScript) {
        StringBuilder out = new StringBuilder(json.length() + 64);
        for (int i = 0; i < json.length(); i++) {
            char one = json.charAt(i);
            boolean pair = Character.isHighSurrogate(one)
                    && i + 1 < json.length()
                    && Character.isLowSurrogate(json.charAt(i + 1));
            boolean markup = inScript && (one == '<' || one == '>' || one == '&' || Visible.hidden(one));
            if (pair) {
                out.append(one).append(json.charAt(++i));
            } else if (markup || Character.isSurrogate(one)) {
                out.append(String.format("\\u%04x", (int) one));
            } else {
                out.append(one);
            }
        }
        return out.toString();
    }
}
