package dev.portolan.codec;

import dev.portolan.chat.VendorState;

/** Opaque data stands as a string in the document, for it has to come back byte for byte. */
final class VendorStateFormat {

    private VendorStateFormat() {}

    static void write(JsonWriter out, VendorState state) {
        out.object().field("origin", state.origin()).field("json", state.json()).endObject();
    }

    static VendorState read(Place at) {
        return new VendorState(at.get("origin", Place::text), at.get("json", Place::text));
    }
}
