package dev.portolan.wire.anthropic;

import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects what of a request could not travel as asked. One for each request; not thread-safe. */
final class LeftOut {

    private static final String LEFT_OUT = "left-out";
    private static final String REWRITTEN = "rewritten";

    private final List<Warning> warnings = new ArrayList<>(0);
    private final Map<String, TreeSet<String>> things = new LinkedHashMap<>(0);

    /** A setting that this wire does not have. */
    void setting(String field, @Nullable Object value) {
        if (value != null) {
            warnings.add(new Warning(
                    LEFT_OUT, field, "Anthropic's Messages have no such setting; " + field + " is not sent"));
        }
    }

    /** State of another origin; state of this wire is sent. */
    void state(String field, @Nullable VendorState state) {
        if (state != null && Origin.own(state) == null) {
            part(field, "state of " + state.origin());
        }
    }

    /** Something in a message that has no place here. */
    void part(String field, String what) {
        things.computeIfAbsent(field, any -> new TreeSet<>()).add(what);
    }

    /** Something that the wire knows and the model does not take now. */
    void untimely(String field, String why) {
        warnings.add(new Warning(LEFT_OUT, field, why));
    }

    /** Something that is said in another way, without loss. */
    void rewritten(String field, String how) {
        Warning warning = new Warning(REWRITTEN, field, how);
        if (!warnings.contains(warning)) {
            warnings.add(warning);
        }
    }

    List<Warning> warnings() {
        List<Warning> all = new ArrayList<>(warnings);
        things.forEach((field, what) -> all.add(new Warning(
                LEFT_OUT, field, "Not sent to " + Origin.ID + ", which does not know it: " + String.join(", ", what))));
        return all;
    }
}
