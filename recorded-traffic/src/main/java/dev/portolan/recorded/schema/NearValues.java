package dev.portolan.recorded.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes a value at one place. */
final class NearValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private NearValues() {}

    /** A copy that differs at one place, chosen by chance; the root itself where it holds nothing. */
    static JsonNode near(JsonNode value, Random random) {
        JsonNode copy = value.deepCopy();
        List<ContainerNode<?>> places = new ArrayList<>();
        containers(copy, places);
        if (places.isEmpty()) {
            return other(random);
        }
        ContainerNode<?> place = places.get(random.nextInt(places.size()));
        if (place instanceof ObjectNode object) {
            change(object, random);
        } else if (place instanceof ArrayNode array) {
            change(array, random);
        }
        return copy;
    }

    private static void containers(JsonNode value, List<ContainerNode<?>> found) {
        if (value instanceof ContainerNode<?> container) {
            found.add(container);
            container.forEach(inner -> containers(inner, found));
        }
    }

    private static void change(ObjectNode object, Random random) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(5) == 0) {
            object.set("further", other(random));
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        if (random.nextInt(3) == 0) {
            object.remove(name);
        } else {
            object.set(name, other(random));
        }
    }

    private static void change(ArrayNode array, Random random) {
        if (array.isEmpty() || random.nextInt(4) == 0) {
            array.add(other(random));
        } else if (random.nextInt(3) == 0) {
            array.remove(random.nextInt(array.size()));
        } else if (random.nextInt(2) == 0) {
            array.add(array.get(random.nextInt(array.size())));
        } else {
            array.set(random.nextInt(array.size()), other(random));
        }
    }

    private static JsonNode other(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(-1);
            case 2 -> NODES.numberNode(2.25);
            case 3 -> NODES.textNode("");
            case 4 -> NODES.textNode("tag1");
            case 5 -> NODES.booleanNode(true);
            case 6 -> NODES.objectNode();
            default -> NODES.arrayNode();
        };
    }
}
