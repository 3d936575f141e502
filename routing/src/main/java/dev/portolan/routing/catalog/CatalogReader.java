package dev.portolan.routing.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the file of a catalog. */
final class CatalogReader {

    /** The version of the file's form. It rises when an older reader would misunderstand a file. */
    static final int SCHEMA = 1;

    private CatalogReader() {}

    static ModelCatalog read(InputStream in) throws IOException {
        return read(in, true);
    }

    /** Reads a file; the one in the jar need not be held against its digest at each start, since a test does it. */
    static ModelCatalog read(InputStream in, boolean digested) throws IOException {
        JsonNode document = parse(unpacked(in));
        if (!(document instanceof ObjectNode object)) {
            throw new IllegalArgumentException("/: must be an object");
        }
        Place top = Place.top(object);
        Place schema = top.required("schema");
        if (schema.count() > SCHEMA) {
            throw schema.wrong("this version of the library reads catalogs up to schema " + SCHEMA + ", not "
                    + schema.count() + "; take a newer one");
        }
        if (schema.count() < 1) {
            throw schema.wrong("must be 1 or more");
        }
        Place digest = top.at(CatalogDigest.KEY);
        if (digested && digest != null && !digest.text().equals(CatalogDigest.of(object))) {
            throw digest.wrong("does not fit the content: the file was changed or damaged");
        }
        return catalog(top);
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        InputStream buffered = in.markSupported() ? in : new BufferedInputStream(in);
        buffered.mark(2);
        int first = buffered.read();
        int second = buffered.read();
        buffered.reset();
        return first == 0x1f && second == 0x8b ? new GZIPInputStream(buffered, 8192) : buffered;
    }

    private static @Nullable JsonNode parse(InputStream in) throws IOException {
        try (JsonParser parser = Json.MAPPER.createParser(in)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            try {
                return Json.MAPPER.readTree(parser);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(
                        parser.getParsingContext().pathAsPointer() + ", line "
                                + e.getLocation().getLineNr() + ", column "
                                + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage(),
                        e);
            }
        }
    }

    private static ModelCatalog catalog(Place top) {
        ModelCatalog.Builder builder = ModelCatalog.builder(
                top.required("catalogVersion").text(), top.required("asOf").day());
        top.list("sources", CatalogReader::source).forEach(builder::source);
        Map<String, CatalogModel> models = new HashMap<>();
        top.required("models").members().forEach((name, place) -> {
            CatalogModel model = ModelJson.read(name, place);
            models.put(name, model);
            builder.model(model);
        });
        top.required("offers").members().forEach((id, ofCloud) -> {
            Cloud cloud = FileNames.cloud(id);
            if (cloud != null) {
                ofCloud.members().forEach((offer, place) -> builder.offer(OfferJson.read(cloud, offer, place, models)));
            }
        });
        for (Place place : top.list("equivalences", place -> place)) {
            Cloud cloud = FileNames.cloud(place.required("cloud").text());
            if (cloud != null) {
                builder.equivalence(equivalence(place, cloud));
            }
        }
        return top.made(builder::build);
    }

    private static SourceNote source(Place place) {
        return new SourceNote(
                place.required("name").text(),
                place.read("asOf", Place::day),
                place.read("licence", Place::text),
                place.read("credit", Place::text));
    }

    private static Equivalence equivalence(Place place, Cloud cloud) {
        Set<String> sources = new LinkedHashSet<>(place.list("sources", Place::text));
        return place.made(() -> new Equivalence(
                sources,
                cloud,
                place.list("targets", Place::text),
                place.required("reason").text()));
    }
}
