package dev.portolan.routing.catalog.internal.overlay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of an overlay, with the line it begins in, counted from 1. */
sealed interface Marked {

    /** The line. */
    int line();

    /** What it is, for messages. */
    String form();

    /** The line of what stands at a path, or of the deepest that is there of it; items of lists by their index from 0. */
    static int lineOf(Marked root, String... path) {
        Marked value = root;
        int line = root.line();
        for (String name : path) {
            if (value instanceof Items list) {
                int index = Integer.parseInt(name);
                if (index >= list.items().size()) {
                    return line;
                }
                value = list.items().get(index);
                line = value.line();
                continue;
            }
            Field field = value instanceof Table table ? table.field(name) : null;
            if (field == null) {
                return line;
            }
            line = field.line();
            value = field.value();
        }
        return line;
    }

    /** A word, a number, a date: what is written, as text. */
    record Word(int line, String text, boolean quoted) implements Marked {
        @Override
        public String form() {
            return "a single value";
        }
    }

    /** Nothing: the field or the entry is taken away. */
    record Nothing(int line) implements Marked {
        @Override
        public String form() {
            return "null";
        }
    }

    /** Values in a row. */
    record Items(int line, List<Marked> items) implements Marked {
        @Override
        public String form() {
            return "a list";
        }
    }

    /** Values by name. A name may be there twice; who reads it says so. */
    record Table(int line, List<Field> fields) implements Marked {

        /** The first of a name. */
        @Nullable
        Field field(String name) {
            for (Field field : fields) {
                if (field.name().equals(name)) {
                    return field;
                }
            }
            return null;
        }

        @Override
        public String form() {
            return "names with values";
        }
    }

    /** A name with its value. */
    record Field(int line, String name, Marked value) {}
}
