package dev.portolan.codec;

import java.util.List;
import java.util.Map;

/** JSON as it was read: key order and the text of numbers are kept, so that what is not understood can be written again. */
sealed interface Json {

    /** An object; keys in the order they came in. */
    record Obj(Map<String, Json> fields) implements Json {}

    /** An array. */
    record Arr(List<Json> items) implements Json {}

    /** A string. */
    record Text(String value) implements Json {}

    /** A number, as it was spelled. */
    record Num(String text) implements Json {}

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements Json {}

    /** {@code null}. */
    enum Null implements Json {
        /** The only one. */
        NULL
    }
}
