package dev.portolan.routing.complexity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@link TaskMeans} as JSON: {@code {"format": "portolan-task-means/1", "tasks": {"<key>": [six numbers]}}}. */
final class TaskMeansFormat {

    private static final String FORMAT = "portolan-task-means/1";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TaskMeansFormat() {}

    static String write(Map<String, double[]> tasks) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", FORMAT);
        ObjectNode all = root.putObject("tasks");
        tasks.forEach((key, numbers) -> {
            ArrayNode list = all.putArray(key);
            for (double number : numbers) {
                list.add(number);
            }
        });
        return root.toString();
    }

    static Map<String, double[]> read(String json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Learnt means must be JSON", e);
        }
        if (!root.path("format").asText().equals(FORMAT)) {
            throw new IllegalArgumentException("Learnt means must have the format " + FORMAT);
        }
        Map<String, double[]> tasks = new LinkedHashMap<>();
        root.path("tasks").properties().forEach(task -> tasks.put(task.getKey(), numbers(task.getValue())));
        return tasks;
    }

    private static double[] numbers(JsonNode list) {
        double[] numbers = new double[TaskRecord.NUMBERS];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode number = list.path(i);
            if (list.size() != numbers.length || !number.isNumber() || (i % 2 == 0 && number.asDouble() < 0)) {
                throw new IllegalArgumentException(
                        "Learnt means must have " + numbers.length + " numbers for each task");
            }
            numbers[i] = number.asDouble();
        }
        return numbers;
    }
}
