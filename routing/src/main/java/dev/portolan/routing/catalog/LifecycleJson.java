package dev.portolan.routing.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** States and dates in a catalog's file. A state that is not stated is not known; who says so, unless stated, is the vendor or the cloud. */
final class LifecycleJson {

    private LifecycleJson() {}

    static Lifecycle read(Place place) {
        place.object();
        return new Lifecycle(
                place.read("state", state -> FileNames.constant(state, Lifecycle.State.class), Lifecycle.State.UNKNOWN),
                place.read("deprecated", Place::day),
                place.read("retires", Place::day),
                place.read("notBefore", Place::day),
                place.read("replacement", Place::text),
                place.read(
                        "knownFrom",
                        from -> FileNames.constant(from, Lifecycle.KnownFrom.class),
                        Lifecycle.KnownFrom.STATED),
                place.read("source", Place::text),
                place.read("asOf", Place::day),
                place.read("note", Place::text));
    }

    static ObjectNode write(Lifecycle lifecycle) {
        ObjectNode node = Json.object();
        if (lifecycle.equals(Lifecycle.UNKNOWN)) {
            return node;
        }
        node.put("state", lifecycle.state().id());
        Json.put(node, "deprecated", lifecycle.deprecated());
        Json.put(node, "retires", lifecycle.retires());
        Json.put(node, "notBefore", lifecycle.notBefore());
        Json.put(node, "replacement", lifecycle.replacement());
        if (lifecycle.knownFrom() != Lifecycle.KnownFrom.STATED) {
            node.put("knownFrom", lifecycle.knownFrom().id());
        }
        Json.put(node, "source", lifecycle.source());
        Json.put(node, "asOf", lifecycle.asOf());
        Json.put(node, "note", lifecycle.note());
        return node;
    }
}
