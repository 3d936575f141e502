package dev.portolan.routing.catalog.internal.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The sections of an overlay: those of the catalog's file, and two that only an overlay has. */
final class Sections {

    static final Shape.ObjectShape SHAPE = Shapes.HEADER
            .with("models", Shape.tableOf(Words.TEXT, Shapes.MODEL))
            .with("offers", Shape.tableOf(Shapes.CLOUD, Shape.tableOf(Words.TEXT, Shapes.OFFER)))
            .with("deployments", Shape.tableOf(Shapes.CLOUD, Shape.tableOf(Words.TEXT, Sections::deployment)))
            .with("pins", Shape.tableOf(Words.TEXT, Shape.tableOf(Shapes.CLOUD, Sections::targets)))
            .with("equivalences", Shape.listOf(Shapes.EQUIVALENCE));

    private Sections() {}

    /** The base alone, or with what is different. */
    private static @Nullable JsonNode deployment(Marked value, String path, Mistakes mistakes) {
        if (value instanceof Marked.Word) {
            JsonNode base = Words.TEXT.read(value, path, mistakes);
            return base == null ? null : Shape.JSON.objectNode().set("base", base);
        }
        return Shapes.DEPLOYMENT.read(value, path, mistakes);
    }

    /** One stand-in, or several, best first. */
    private static @Nullable JsonNode targets(Marked value, String path, Mistakes mistakes) {
        if (value instanceof Marked.Word) {
            JsonNode target = Words.TEXT.read(value, path, mistakes);
            return target == null ? null : Shape.JSON.arrayNode().add(target);
        }
        JsonNode targets = Shape.listOf(Words.TEXT).read(value, path, mistakes);
        if (targets != null && targets.isEmpty()) {
            mistakes.add(value.line(), path, "names no stand-in");
            return null;
        }
        return targets;
    }
}
