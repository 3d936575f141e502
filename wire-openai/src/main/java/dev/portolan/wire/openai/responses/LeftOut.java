package dev.portolan.wire.openai.responses;

import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects what of a request could not travel. */
final class LeftOut {

    private static final String CODE = "left-out";

    private final Origin origin;
    private final List<Warning> warnings = new ArrayList<>(0);
    private final TreeSet<String> things = new TreeSet<>();

    LeftOut(Origin origin) {
        this.origin = origin;
    }

    /** A setting that this API does not have. */
    void setting(String field, @Nullable Object value) {
        if (value != null) {
            warnings.add(new Warning(CODE, field, "The Responses API has no such setting; " + field + " is not sent"));
        }
    }

    /** A setting that is not sent, and why. */
    void setting(String field, String why) {
        warnings.add(new Warning(CODE, field, why));
    }

    /** State of another origin; state of this wire is sent. */
    void state(@Nullable VendorState state) {
        if (state != null && !origin.owns(state)) {
            things.add("state of " + state.origin());
        }
    }

    /** A part of another origin that has no place here. */
    void part(String what) {
        things.add(what);
    }

    /** Tells what was left out of a message. */
    void endOfMessage(int index) {
        if (!things.isEmpty()) {
            warnings.add(new Warning(
                    CODE,
                    "messages[" + index + "]",
                    "Not sent to " + origin.id() + ", which does not know it: " + String.join(", ", things)));
            things.clear();
        }
    }

    List<Warning> warnings() {
        return warnings;
    }
}
