package dev.portolan.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which provider keeps how much of the contract, as a table in Markdown, made of the files that the contract tests wrote. Immutable. */
public final class ContractMatrix {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<String, Map<String, JsonNode>> cases;

    private ContractMatrix(Map<String, Map<String, JsonNode>> cases) {
        this.cases = cases;
    }

    /**
     * Reads results.
     *
     * @param files files that chat contracts wrote, of any number of providers
     * @return the matrix, a column for each
     * @throws IOException when a file cannot be read
     */
    public static ContractMatrix of(List<Path> files) throws IOException {
        Map<String, Map<String, JsonNode>> cases = new TreeMap<>();
        for (Path file : files) {
            JsonNode root = MAPPER.readTree(file.toFile());
            Map<String, JsonNode> found = new TreeMap<>();
            root.path("cases").properties().forEach(one -> found.put(one.getKey(), one.getValue()));
            cases.put(root.path("name").asText(), found);
        }
        return new ContractMatrix(cases);
    }

    /**
     * The providers in the matrix.
     *
     * @return the names of their contracts, sorted
     */
    public List<String> names() {
        return List.copyOf(cases.keySet());
    }

    /**
     * The cases of the chat contract that have no result, because only a part of it was run.
     *
     * @param name a provider in the matrix
     * @return their names, sorted; empty when the whole contract was run
     */
    public List<String> missing(String name) {
        return topics().flatMap(topic -> Arrays.stream(topic.getMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> method.getName())
                .distinct()
                .filter(test -> !of(name).containsKey(test))
                .sorted()
                .toList();
    }

    /**
     * The matrix as a table: a row for each topic, a column for each provider. A cell tells how many cases passed, how many failed, and
     * how many do not apply.
     *
     * @return Markdown
     */
    public String markdown() {
        StringBuilder table = new StringBuilder("| |");
        StringBuilder line = new StringBuilder("|---|");
        for (String name : cases.keySet()) {
            table.append(" `").append(name).append("` |");
            line.append("---|");
        }
        table.append('\n').append(line).append('\n');
        for (String topic : topicNames()) {
            row(table, words(topic), topic);
        }
        row(table, "all", null);
        return table.toString();
    }

    private void row(StringBuilder table, String title, @Nullable String topic) {
        table.append("| ").append(title).append(" |");
        for (Map<String, JsonNode> found : cases.values()) {
            List<String> outcomes = found.values().stream()
                    .filter(one -> topic == null || one.path("topic").asText().equals(topic))
                    .map(one -> one.path("outcome").asText())
                    .toList();
            table.append(' ').append(cell(outcomes)).append(" |");
        }
        table.append('\n');
    }

    private static String cell(List<String> outcomes) {
        long passed = outcomes.stream().filter("passed"::equals).count();
        long failed = outcomes.stream().filter("failed"::equals).count();
        long skipped = outcomes.stream().filter("skipped"::equals).count();
        List<String> words = new ArrayList<>();
        if (passed > 0) {
            words.add(passed + " pass");
        }
        if (failed > 0) {
            words.add("**" + failed + " fail**");
        }
        if (skipped > 0) {
            words.add(skipped + " n/a");
        }
        return words.isEmpty() ? "-" : String.join(", ", words);
    }

    private Map<String, JsonNode> of(String name) {
        Map<String, JsonNode> found = cases.get(name);
        if (found == null) {
            throw new IllegalArgumentException("There is no result of " + name);
        }
        return found;
    }

    private Set<String> topicNames() {
        Set<String> names = new LinkedHashSet<>();
        topics().forEach(topic -> names.add(topic.getSimpleName().replace("Cases", "")));
        cases.values()
                .forEach(found -> found.values()
                        .forEach(one -> names.add(one.path("topic").asText())));
        return names;
    }

    private static Stream<Class<?>> topics() {
        return Arrays.stream(ChatModelContract.class.getInterfaces());
    }

    /** {@code StreamLife} as "stream life". */
    private static String words(String topic) {
        return topic.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
