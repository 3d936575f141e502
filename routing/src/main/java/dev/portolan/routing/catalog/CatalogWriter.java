package dev.portolan.routing.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes the file of a catalog: one model or offer a line, so that two files can be compared line by line. */
final class CatalogWriter {

    private CatalogWriter() {}

    static ObjectNode document(ModelCatalog catalog) {
        ObjectNode document = Json.object();
        document.put("schema", CatalogReader.SCHEMA);
        document.put("catalogVersion", catalog.version());
        Json.put(document, "asOf", catalog.asOf());
        ArrayNode sources = Json.array();
        for (SourceNote source : catalog.sources()) {
            ObjectNode entry = Json.object();
            entry.put("name", source.name());
            Json.put(entry, "asOf", source.asOf());
            Json.put(entry, "licence", source.licence());
            Json.put(entry, "credit", source.credit());
            sources.add(entry);
        }
        document.set("sources", sources);
        ObjectNode models = document.putObject("models");
        catalog.models().forEach(model -> models.set(model.name(), ModelJson.write(model)));
        ObjectNode offers = document.putObject("offers");
        for (Offer offer : catalog.offers()) {
            ObjectNode ofCloud = offers.withObjectProperty(offer.cloud().id());
            ofCloud.set(offer.id(), OfferJson.write(offer, model(catalog, offer)));
        }
        ArrayNode equivalences = Json.array();
        for (Equivalence equivalence : catalog.equivalences()) {
            ObjectNode entry = Json.object();
            Json.put(entry, "sources", new TreeSet<>(equivalence.sources()));
            entry.put("cloud", equivalence.cloud().id());
            Json.put(entry, "targets", equivalence.targets());
            entry.put("reason", equivalence.reason());
            equivalences.add(entry);
        }
        document.set("equivalences", equivalences);
        return document;
    }

    private static CatalogModel model(ModelCatalog catalog, Offer offer) {
        CatalogModel model = catalog.model(offer.model());
        if (model == null) {
            throw new IllegalStateException(offer.shown() + ": there is no model " + offer.model());
        }
        return model;
    }

    /** Writes the catalog with its digest. The stream stays open. */
    static void write(ModelCatalog catalog, OutputStream out) throws IOException {
        ObjectNode document = document(catalog);
        String digest = CatalogDigest.of(document);
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> member : document.properties()) {
                if (member.getKey().equals("models")) {
                    json.writeStringField(CatalogDigest.KEY, digest);
                }
                json.writeRaw('\n');
                json.writeFieldName(member.getKey());
                write(member.getValue(), json, depth(member.getKey()));
            }
            json.writeRaw('\n');
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /** How many levels of a member are broken into lines. */
    private static int depth(@Nullable String member) {
        if ("offers".equals(member)) {
            return 2;
        }
        return "models".equals(member) || "equivalences".equals(member) || "sources".equals(member) ? 1 : 0;
    }

    private static void write(JsonNode node, JsonGenerator json, int depth) throws IOException {
        if (depth == 0) {
            json.writeTree(node);
        } else if (node.isArray()) {
            json.writeStartArray();
            for (JsonNode item : node) {
                json.writeRaw('\n');
                write(item, json, depth - 1);
            }
            json.writeEndArray();
        } else {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                json.writeRaw('\n');
                json.writeFieldName(member.getKey());
                write(member.getValue(), json, depth - 1);
            }
            json.writeEndObject();
        }
    }
}
