package dev.portolan.simulator.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The shapes written here against the service model that AWS publishes: every member, constraint and value. */
class ShapesTest {

    private static final Path MODEL = Path.of(System.getProperty("portolan.specs", "../../shared/data/specs"))
            .resolve("bedrock/service-2.json");

    private final Set<String> compared = new HashSet<>();

    @Test
    void theShapesAreThoseOfTheServiceModel() throws IOException {
        assumeTrue(Files.exists(MODEL), "The service model of Bedrock is not here");
        JsonNode shapes = new ObjectMapper().readTree(MODEL.toFile()).path("shapes");

        compare(shapes, "ConverseRequest", ConverseShapes.WHOLE);
        compare(shapes, "ConverseStreamRequest", ConverseShapes.STREAM);
        compare(shapes, "CountTokensRequest", ConverseShapes.COUNT_TOKENS);

        assertThat(compared).hasSizeGreaterThan(70);
    }

    private void compare(JsonNode shapes, String name, Shape ours) {
        JsonNode theirs = shapes.path(name);
        compared.add(name);
        switch (theirs.path("type").asText()) {
            case "structure" -> compareStructure(shapes, name, theirs, ours);
            case "list" -> {
                Shape.ListOf list = as(Shape.ListOf.class, ours, name);
                assertThat(list.least()).as(name).isEqualTo(number(theirs, "min"));
                assertThat(list.most()).as(name).isEqualTo(number(theirs, "max"));
                compare(shapes, theirs.path("member").path("shape").asText(), list.element());
            }
            case "map" -> {
                Shape.MapOf map = as(Shape.MapOf.class, ours, name);
                assertThat(map.least()).as(name).isEqualTo(number(theirs, "min"));
                assertThat(map.most()).as(name).isEqualTo(number(theirs, "max"));
                compare(shapes, theirs.path("value").path("shape").asText(), map.value());
            }
            case "string" -> {
                Shape.Text text = as(Shape.Text.class, ours, name);
                assertThat(text.least()).as(name).isEqualTo(number(theirs, "min"));
                assertThat(text.most()).as(name).isEqualTo(number(theirs, "max"));
                assertThat(text.pattern())
                        .as(name)
                        .isEqualTo(theirs.has("pattern") ? theirs.get("pattern").asText() : null);
                assertThat(text.values())
                        .as(name)
                        .isEqualTo(theirs.path("enum")
                                .valueStream()
                                .map(JsonNode::asText)
                                .toList());
            }
            default -> {
                Shape.One one = as(Shape.One.class, ours, name);
                assertThat(one.kind().title())
                        .as(name)
                        .isEqualToIgnoringCase(theirs.path("type").asText());
                assertThat(one.least()).as(name).isEqualTo(number(theirs, "min"));
                assertThat(one.most()).as(name).isEqualTo(number(theirs, "max"));
            }
        }
    }

    private void compareStructure(JsonNode shapes, String name, JsonNode theirs, Shape ours) {
        if (theirs.path("document").asBoolean()) {
            assertThat(ours).as(name).isEqualTo(Shape.DOCUMENT);
            return;
        }
        Shape.Structure structure = as(Shape.Structure.class, ours, name);
        assertThat(structure.name()).isEqualTo(name);
        assertThat(structure.union()).as(name).isEqualTo(theirs.path("union").asBoolean());
        Map<String, String> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : theirs.path("members").properties()) {
            if (!member.getValue().path("location").asText().equals("uri")) {
                members.put(member.getKey(), member.getValue().path("shape").asText());
            }
        }
        Set<String> required = new LinkedHashSet<>();
        theirs.path("required").forEach(one -> required.add(one.asText()));
        required.retainAll(members.keySet());
        assertThat(List.copyOf(structure.members().keySet())).as(name).isEqualTo(List.copyOf(members.keySet()));
        assertThat(structure.required()).as(name).isEqualTo(required);
        members.forEach(
                (member, shape) -> compare(shapes, shape, structure.members().get(member)));
    }

    private static <T> T as(Class<T> type, @Nullable Shape shape, String name) {
        assertThat(shape).as(name).isInstanceOf(type);
        return type.cast(shape);
    }

    private static @Nullable Integer number(JsonNode node, String name) {
        return node.has(name) ? node.get(name).intValue() : null;
    }
}
