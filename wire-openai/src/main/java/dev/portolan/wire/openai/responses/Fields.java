package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Set;

/** Tells whether an object says no more than what is understood here. */
final class Fields {

    private Fields() {}

    static boolean onlyHas(ObjectNode node, String... known) {
        Set<String> names = Set.of(known);
        for (Iterator<String> fields = node.fieldNames(); fields.hasNext(); ) {
            if (!names.contains(fields.next())) {
                return false;
            }
        }
        return true;
    }
}
