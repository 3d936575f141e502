package dev.portolan.routing.catalog.internal.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A catalog's file as JSON, with what an overlay asks of it. */
record FileView(ObjectNode document) {

    ObjectNode models() {
        return document.withObjectProperty("models");
    }

    ObjectNode offers(String cloud) {
        return document.withObjectProperty("offers").withObjectProperty(cloud);
    }

    /** The offer of an id or of an alias, by its id. */
    @Nullable
    String offerOf(String cloud, String id) {
        ObjectNode offers = offers(cloud);
        if (offers.has(id)) {
            return id;
        }
        for (Map.Entry<String, JsonNode> offer : offers.properties()) {
            for (JsonNode alias : offer.getValue().path("aliases")) {
                if (alias.asText().equals(id)) {
                    return offer.getKey();
                }
            }
        }
        return null;
    }

    /** The ids of a model's offers on a cloud. */
    List<String> offersOf(String cloud, String model) {
        List<String> ids = new ArrayList<>();
        for (Map.Entry<String, JsonNode> offer : offers(cloud).properties()) {
            if (offer.getValue().path("model").asText().equals(model)) {
                ids.add(offer.getKey());
            }
        }
        return ids;
    }

    /** All offers of a model, with their clouds. */
    List<String> offeredStill(String model) {
        List<String> shown = new ArrayList<>();
        for (Map.Entry<String, JsonNode> cloud :
                document.withObjectProperty("offers").properties()) {
            offersOf(cloud.getKey(), model).forEach(id -> shown.add(cloud.getKey() + "/" + id));
        }
        return shown;
    }

    /** The canonical name of a model that is given by it, or without its vendor where that says which. */
    @Nullable
    String modelOf(String name) {
        if (models().has(name)) {
            return name;
        }
        List<String> meant = new ArrayList<>();
        for (Map.Entry<String, JsonNode> model : models().properties()) {
            if (model.getKey().endsWith("/" + name)) {
                meant.add(model.getKey());
            }
        }
        return meant.size() == 1 ? meant.get(0) : null;
    }

    Set<String> modelNames() {
        return names(models());
    }

    Set<String> offerIds(String cloud) {
        return names(offers(cloud));
    }

    private static Set<String> names(ObjectNode node) {
        Set<String> names = new LinkedHashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
