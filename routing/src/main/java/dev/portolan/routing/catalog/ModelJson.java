package dev.portolan.routing.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model in a catalog's file. */
final class ModelJson {

    private ModelJson() {}

    static CatalogModel read(String name, Place place) {
        place.object();
        return CatalogModel.builder(name, FileNames.constant(place.required("kind"), ModelKind.class))
                .title(place.read("title", Place::text))
                .family(place.read("family", Place::text))
                .generation(place.read("generation", Place::text))
                .tier(place.read("tier", tier -> FileNames.constant(tier, Tier.class)))
                .secondTier(place.read("secondTier", tier -> FileNames.constant(tier, Tier.class)))
                .openWeights(place.read("openWeights", Place::flag))
                .licence(place.read("licence", Place::text))
                .tokenizer(place.read("tokenizer", Place::text))
                .tokenizerFactor(place.read("tokenizerFactor", Place::decimal))
                .released(place.read("released", Place::day))
                .knowledge(place.read("knowledge", Place::text))
                .limits(place.read("limits", limits -> limits(limits, TokenLimits.UNKNOWN), TokenLimits.UNKNOWN))
                .reasoning(place.read("reasoning", Place::flag))
                .efforts(place.list("efforts", Place::text))
                .scores(place.list("scores", ModelJson::score))
                .behaviours(place.list("behaviours", ModelJson::behaviour))
                .successor(place.read("successor", Place::text))
                .build();
    }

    /** Limits; those that are not stated are the other's, those that are stated as {@code null} are not known. */
    static TokenLimits limits(Place place, TokenLimits unstated) {
        place.object();
        Integer dimensions =
                place.states("dimensions") ? place.read("dimensions", Place::smallCount) : unstated.dimensions();
        return place.made(() -> new TokenLimits(
                limit(place, "context", unstated.context()),
                limit(place, "input", unstated.input()),
                limit(place, "output", unstated.output()),
                dimensions));
    }

    private static @Nullable Long limit(Place place, String key, @Nullable Long unstated) {
        return place.states(key) ? place.read(key, Place::count) : unstated;
    }

    private static BenchmarkScore score(Place place) {
        return new BenchmarkScore(
                place.required("benchmark").text(),
                place.required("score").decimal().doubleValue(),
                place.required("source").text(),
                place.required("asOf").day(),
                place.read("confirmed", Place::flag));
    }

    static Behaviour behaviour(Place place) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Place stated = place.at("parameters");
        if (stated != null) {
            stated.members().forEach((key, value) -> parameters.put(key, value.text()));
        }
        return new Behaviour(
                place.required("key").text(), parameters, place.required("text").text());
    }

    static ObjectNode write(CatalogModel model) {
        ObjectNode node = Json.object();
        node.put("kind", model.kind().id());
        Json.put(node, "title", model.title());
        Json.put(node, "family", model.family());
        Json.put(node, "generation", model.generation());
        Json.put(node, "tier", id(model.tier()));
        Json.put(node, "secondTier", id(model.secondTier()));
        Json.put(node, "openWeights", model.openWeights());
        Json.put(node, "licence", model.licence());
        Json.put(node, "tokenizer", model.tokenizer());
        Json.put(node, "tokenizerFactor", model.tokenizerFactor());
        Json.put(node, "released", model.released());
        Json.put(node, "knowledge", model.knowledge());
        Json.put(node, "limits", limits(model.limits(), TokenLimits.UNKNOWN));
        Json.put(node, "reasoning", model.reasoning());
        Json.put(node, "efforts", model.efforts());
        ArrayNode scores = Json.array();
        model.scores().forEach(score -> scores.add(score(score)));
        Json.put(node, "scores", scores);
        Json.put(node, "behaviours", behaviours(model.behaviours()));
        Json.put(node, "successor", model.successor());
        return node;
    }

    private static @Nullable String id(@Nullable Tier tier) {
        return tier == null ? null : tier.id();
    }

    /** Limits as far as they are not the other's. */
    static ObjectNode limits(TokenLimits limits, TokenLimits unstated) {
        ObjectNode node = Json.object();
        Json.difference(node, "context", limits.context(), unstated.context());
        Json.difference(node, "input", limits.input(), unstated.input());
        Json.difference(node, "output", limits.output(), unstated.output());
        Json.difference(node, "dimensions", wide(limits.dimensions()), wide(unstated.dimensions()));
        return node;
    }

    private static @Nullable Long wide(@Nullable Integer value) {
        return value == null ? null : Long.valueOf(value);
    }

    private static ObjectNode score(BenchmarkScore score) {
        ObjectNode node = Json.object();
        node.put("benchmark", score.benchmark());
        node.put("score", BigDecimal.valueOf(score.score()).toPlainString());
        node.put("source", score.source());
        Json.put(node, "asOf", score.asOf());
        Json.put(node, "confirmed", score.confirmed());
        return node;
    }

    static ArrayNode behaviours(List<Behaviour> behaviours) {
        ArrayNode array = Json.array();
        for (Behaviour behaviour : behaviours) {
            ObjectNode node = Json.object();
            node.put("key", behaviour.key());
            ObjectNode parameters = Json.object();
            behaviour.parameters().forEach(parameters::put);
            Json.put(node, "parameters", parameters);
            node.put("text", behaviour.text());
            array.add(node);
        }
        return array;
    }
}
