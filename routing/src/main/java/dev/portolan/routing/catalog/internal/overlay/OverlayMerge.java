package dev.portolan.routing.catalog.internal.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.routing.catalog.Cloud;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lays an overlay over a catalog's file, section by section, and collects everything that is wrong on the way: what cannot be done is left
 * out, so that the rest is looked at still.
 */
final class OverlayMerge {

    static final int SCHEMA = 1;

    private final Marked root;
    private final String overlay;
    private final FileView file;
    private final Mistakes mistakes;
    private final @Nullable String asOf;
    private final ObjectNode patch;

    /** Which offers are the overlay's or were changed by it: cloud, id, and the line of the entry. */
    private final Map<List<String>, Integer> touched = new LinkedHashMap<>();

    private final Map<String, Integer> removedModels = new LinkedHashMap<>();

    OverlayMerge(Marked root, String overlay, FileView file, Mistakes mistakes) {
        this.root = root;
        this.overlay = overlay;
        this.file = file;
        this.mistakes = mistakes;
        ObjectNode read = Sections.SHAPE.read(root, "", mistakes);
        this.patch = read == null ? Shape.JSON.objectNode() : read;
        JsonNode day = patch.path("asOf");
        this.asOf = day.isTextual() ? day.asText() : null;
    }

    void apply() {
        header();
        section("models").forEach(this::model);
        section("offers").forEach((cloud, offers) -> members(offers).forEach((id, entry) -> offer(cloud, id, entry)));
        section("deployments")
                .forEach((cloud, names) -> members(names).forEach((id, entry) -> deployment(cloud, id, entry)));
        removedModels.forEach((name, line) -> {
            List<String> left = file.offeredStill(name);
            if (!left.isEmpty()) {
                mistakes.add(
                        line,
                        "models." + name,
                        "cannot be taken away, it is offered still: "
                                + String.join(", ", left.subList(0, Math.min(3, left.size())))
                                + (left.size() > 3 ? " and " + (left.size() - 3) + " more" : ""));
            }
        });
        pairings();
        new OfferChecks(file, mistakes).check(touched);
    }

    private void header() {
        JsonNode schema = patch.path("schema");
        if (schema.isNumber() && schema.longValue() > SCHEMA) {
            mistakes.add(
                    Marked.lineOf(root, "schema"),
                    "schema",
                    "this version of the library reads schema " + SCHEMA + ", not " + schema.asText());
        }
        JsonNode sources = file.document().get("sources");
        for (JsonNode source : patch.path("sources")) {
            if (sources instanceof ArrayNode list) {
                list.add(source);
            }
        }
    }

    private void model(String name, JsonNode entry) {
        String path = "models." + name;
        int line = Marked.lineOf(root, "models", name);
        ObjectNode models = file.models();
        if (entry.isNull()) {
            if (models.remove(name) == null) {
                mistakes.unknown(line, path, "cannot be taken away, it is not there", name, file.modelNames());
            } else {
                removedModels.put(name, line);
            }
            return;
        }
        ObjectNode base = models.get(name) instanceof ObjectNode there ? there : null;
        if (base == null) {
            if (name.indexOf('/') <= 0 || name.endsWith("/")) {
                mistakes.unknown(line, path, "is no canonical name, which is vendor/model", name, file.modelNames());
                return;
            }
            if (!entry.has("kind")) {
                mistakes.unknown(
                        line, path, "is a new model and needs its kind, such as chat", name, file.modelNames());
                return;
            }
            base = models.putObject(name);
        }
        EntryMerge.merge(base, (ObjectNode) entry);
        successor(path, name, base);
    }

    private void successor(String path, String name, ObjectNode model) {
        JsonNode successor = model.path("successor");
        if (successor.isTextual()
                && !file.models().has(successor.asText())
                && !patch.path("models").has(successor.asText())) {
            mistakes.unknown(
                    Marked.lineOf(root, "models", name, "successor"),
                    path + ".successor",
                    "there is no model " + Words.shown(successor.asText()),
                    successor.asText(),
                    file.modelNames());
        }
    }

    private void offer(String cloud, String id, JsonNode entry) {
        String path = "offers." + cloud + "." + id;
        int line = Marked.lineOf(root, "offers", cloud, id);
        ObjectNode offers = file.offers(cloud);
        if (entry.isNull()) {
            remove(cloud, id, path, line);
            return;
        }
        ObjectNode base = offers.get(id) instanceof ObjectNode there ? there : null;
        if (base == null && !entry.has("model")) {
            mistakes.unknown(
                    line,
                    path,
                    "is a new offer and needs the model behind it, by its canonical name",
                    id,
                    file.offerIds(cloud));
            return;
        }
        JsonNode model = entry.path("model");
        if (model.isTextual() && !file.models().has(model.asText())) {
            mistakes.unknown(
                    Marked.lineOf(root, "offers", cloud, id, "model"),
                    path + ".model",
                    "there is no model " + Words.shown(model.asText()),
                    model.asText(),
                    file.modelNames());
            return;
        }
        EntryMerge.merge(base == null ? offers.putObject(id) : base, (ObjectNode) entry);
        touch(cloud, id, line);
    }

    private void deployment(String cloud, String id, JsonNode entry) {
        String path = "deployments." + cloud + "." + id;
        int line = Marked.lineOf(root, "deployments", cloud, id);
        if (entry.isNull()) {
            remove(cloud, id, path, line);
            return;
        }
        String base = entry.path("base").asText();
        if (base.isEmpty()) {
            return; // told when it was read
        }
        String under = base(cloud, base, path, Marked.lineOf(root, "deployments", cloud, id, "base"));
        if (under == null) {
            return;
        }
        ObjectNode offer = ((ObjectNode) file.offers(cloud).path(under)).deepCopy();
        String holder = file.offerOf(cloud, id);
        if (holder != null && !holder.equals(id)) {
            EntryMerge.without((ObjectNode) file.offers(cloud).path(holder), "aliases", id);
        }
        if (!under.equals(id)) {
            offer.remove("aliases");
        }
        EntryMerge.merge(offer, ((ObjectNode) entry).deepCopy().without("base"));
        file.offers(cloud).set(id, offer);
        touch(cloud, id, line);
    }

    /** The id of the offer that a deployment stands on. */
    private @Nullable String base(String cloud, String base, String path, int line) {
        String offer = file.offerOf(cloud, base);
        if (offer != null) {
            return offer;
        }
        String model = file.modelOf(base);
        List<String> offers = model == null ? List.of() : file.offersOf(cloud, model);
        if (offers.size() == 1) {
            return offers.get(0);
        }
        if (offers.isEmpty()) {
            Set<String> known = new TreeSet<>(file.offerIds(cloud));
            mistakes.unknown(line, path + ".base", Words.shown(base) + " is no offer of " + cloud, base, known);
        } else {
            mistakes.add(
                    line,
                    path + ".base",
                    Words.shown(base) + " has several offers on " + cloud + ": " + String.join(", ", offers)
                            + "; name one of them");
        }
        return null;
    }

    private void remove(String cloud, String id, String path, int line) {
        if (file.offers(cloud).remove(id) == null) {
            mistakes.unknown(line, path, "cannot be taken away, it is not there", id, file.offerIds(cloud));
        }
    }

    /** The overlay's pairings go before those of the catalog. */
    private void pairings() {
        ArrayNode all = Shape.JSON.arrayNode();
        section("pins")
                .forEach((source, clouds) -> members(clouds).forEach((cloud, targets) -> {
                    if (targets.isNull()) {
                        unpin(source, cloud);
                    } else {
                        all.add(pin(source, cloud, targets));
                    }
                }));
        int index = 0;
        for (JsonNode pairing : patch.path("equivalences")) {
            int line = Marked.lineOf(root, "equivalences", String.valueOf(index));
            String path = "equivalences[" + index++ + "]";
            ObjectNode read = ((ObjectNode) pairing).deepCopy();
            for (String list : List.of("sources", "targets")) {
                ArrayNode names = Shape.JSON.arrayNode();
                pairing.path(list).forEach(each -> name(names, each.asText(), line, path + "." + list));
                read.set(list, names);
            }
            all.add(read);
        }
        JsonNode theirs = file.document().path("equivalences");
        theirs.forEach(all::add);
        file.document().set("equivalences", all);
    }

    private ObjectNode pin(String source, String cloud, JsonNode targets) {
        ObjectNode pairing = Shape.JSON.objectNode();
        name(pairing.putArray("sources"), source, Marked.lineOf(root, "pins", source), "pins." + source);
        pairing.put("cloud", cloud);
        int line = Marked.lineOf(root, "pins", source, cloud);
        ArrayNode names = pairing.putArray("targets");
        targets.forEach(target -> name(names, target.asText(), line, "pins." + source + "." + cloud));
        return pairing.put("reason", "pinned by the overlay " + overlay);
    }

    /** Takes a model out of the pairings that the catalog has for it on a cloud. */
    private void unpin(String source, String cloud) {
        ArrayNode name = Shape.JSON.arrayNode();
        name(name, source, Marked.lineOf(root, "pins", source, cloud), "pins." + source);
        ArrayNode kept = Shape.JSON.arrayNode();
        for (JsonNode pairing : file.document().path("equivalences")) {
            if (pairing.path("cloud").asText().equals(cloud) && !name.isEmpty()) {
                EntryMerge.without((ObjectNode) pairing, "sources", name.get(0).asText());
            }
            if (!pairing.path("sources").isEmpty()) {
                kept.add(pairing);
            }
        }
        file.document().set("equivalences", kept);
    }

    private void name(ArrayNode names, String name, int line, String path) {
        String model = file.modelOf(name);
        if (model == null) {
            mistakes.unknown(line, path, "there is no model " + Words.shown(name), name, file.modelNames());
        } else {
            names.add(model);
        }
    }

    private void touch(String cloud, String id, int line) {
        ObjectNode provenance = ((ObjectNode) file.offers(cloud).path(id)).withObjectProperty("provenance");
        provenance.put("overlay", overlay);
        if (asOf != null) {
            provenance.put("asOf", asOf);
        }
        touched.put(List.of(Cloud.of(cloud).id(), id), line);
    }

    private Map<String, JsonNode> section(String name) {
        return members(patch.path(name));
    }

    private static Map<String, JsonNode> members(JsonNode node) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }
}
