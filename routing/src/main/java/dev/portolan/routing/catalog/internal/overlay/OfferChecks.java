package dev.portolan.routing.catalog.internal.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of an offer as a whole, after the overlay is laid over it. */
final class OfferChecks {

    private final FileView file;
    private final Mistakes mistakes;

    OfferChecks(FileView file, Mistakes mistakes) {
        this.file = file;
        this.mistakes = mistakes;
    }

    /** Checks offers by cloud and id; the lines are those of their entries. */
    void check(Map<List<String>, Integer> touched) {
        touched.forEach((place, line) -> {
            JsonNode offer = file.offers(place.get(0)).path(place.get(1));
            String path = String.join(".", place);
            pricing(offer.path("pricing"), path, line);
            capabilities(offer, path, line);
        });
        touched.keySet().stream().map(place -> place.get(0)).distinct().forEach(cloud -> ids(cloud, touched));
    }

    private void pricing(JsonNode pricing, String path, int line) {
        if (pricing.isMissingNode()) {
            return;
        }
        if (!pricing.has("currency")) {
            mistakes.add(line, path + ".pricing", "lacks a currency, such as USD");
        }
        long before = 0;
        for (JsonNode step : pricing.path("steps")) {
            long above = step.path("above").longValue();
            if (above <= before) {
                mistakes.add(line, path + ".pricing.steps", "must rise: " + above + " comes after " + before);
            }
            before = above;
        }
    }

    private void capabilities(JsonNode offer, String path, int line) {
        Set<String> can = new HashSet<>();
        offer.path("can").forEach(each -> can.add(each.asText()));
        for (JsonNode cannot : offer.path("cannot")) {
            if (can.contains(cannot.asText())) {
                mistakes.add(line, path, "says of " + cannot.asText() + " both that it can and that it cannot");
            }
        }
    }

    /** No id may mean two offers of a cloud. */
    private void ids(String cloud, Map<List<String>, Integer> touched) {
        Map<String, String> owners = new HashMap<>();
        file.offerIds(cloud).forEach(id -> owners.put(id, id));
        for (String id : file.offerIds(cloud)) {
            for (JsonNode alias : file.offers(cloud).path(id).path("aliases")) {
                String other = owners.putIfAbsent(alias.asText(), id);
                if (other != null && !other.equals(id)) {
                    Integer own = touched.get(List.of(cloud, id));
                    Integer line = own == null ? touched.get(List.of(cloud, other)) : own;
                    mistakes.add(
                            line == null ? 1 : line,
                            cloud + "." + id + ".aliases",
                            Words.shown(alias.asText()) + " is claimed by " + other + " too");
                }
            }
        }
    }
}
