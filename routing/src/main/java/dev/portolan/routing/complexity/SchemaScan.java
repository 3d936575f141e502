package dev.portolan.routing.complexity;

/**
 * Measures JSON schemas without parsing them: size, depth of braces, how many things have a type, how many have an enumeration.
 * Of all schemas together, at most {@value #MOST} characters are read; the size counts whole.
 */
final class SchemaScan {

    static final int MOST = 1 << 16;

    private int left = MOST;
    private long size;
    private int depth;
    private int types;
    private int choices;

    /** Reads one schema. */
    void read(String json, int describedBy) {
        size += json.length() + describedBy;
        int end = Math.min(json.length(), left);
        left -= end;
        int open = 0;
        boolean inText = false;
        for (int i = 0; i < end; i++) {
            char c = json.charAt(i);
            if (inText) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inText = false;
                }
            } else if (c == '"') {
                inText = true;
                if (json.startsWith("\"type\"", i)) {
                    types++;
                } else if (json.startsWith("\"enum\"", i)) {
                    choices++;
                }
            } else if (c == '{') {
                depth = Math.max(depth, ++open);
            } else if (c == '}') {
                open--;
            }
        }
    }

    /** Characters of schemas and descriptions. */
    long size() {
        return size;
    }

    int depth() {
        return depth;
    }

    /** About the number of properties. */
    int properties() {
        return types;
    }

    int choices() {
        return choices;
    }
}
