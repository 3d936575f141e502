package dev.portolan.simulator.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.simulator.RawClient;
import dev.portolan.simulator.Responder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Azure's own description of the API names, the simulator takes. The descriptions lie where {@code -Dportolan.specs} says; by
 * default in {@code ../shared/data/specs} beside the checkout.
 */
class SpecificationTest {

    @ParameterizedTest
    @CsvSource({
        "/chat/completions, '\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]'",
        "/responses, \"input\":\"x\"",
        "/embeddings, \"input\":\"x\""
    })
    void everyParameterOfTheDescriptionIsKnown(String path, String body) throws IOException {
        Set<String> parameters = parameters(specification(), path);
        assertThat(parameters).contains("model");
        String model = path.equals("/embeddings") ? "text-embedding-3-small" : "gpt-4o";
        List<String> refused = new ArrayList<>();
        try (AzureSimulator simulator = AzureSimulator.start(Responder.echo())) {
            for (String parameter : parameters) {
                String more = body.contains("\"" + parameter + "\":") || parameter.equals("model")
                        ? ""
                        : ",\"" + parameter + "\":null";
                int status = RawClient.post(
                                simulator.port(),
                                "/openai/v1" + path,
                                Map.of("api-key", "any"),
                                "{\"model\":\"" + model + "\"," + body + more + "}")
                        .status();
                if (status != 200) {
                    refused.add(parameter);
                }
            }
        }
        assertThat(refused).isEmpty();
    }

    private static JsonNode specification() throws IOException {
        String named = System.getProperty("portolan.specs");
        Path folder = named != null
                ? Path.of(named)
                : Path.of("..").toAbsolutePath().normalize().resolveSibling("shared/data/specs");
        Path file = folder.resolve("azure/foundry-openai-v1.json.gz");
        assumeTrue(Files.exists(file), "No specifications: name their folder with -Dportolan.specs=DIR");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static Set<String> parameters(JsonNode specification, String path) {
        Set<String> names = new TreeSet<>();
        collect(
                specification,
                specification.get("paths").get(path).at("/post/requestBody/content/application~1json/schema"),
                names);
        return names;
    }

    private static void collect(JsonNode specification, JsonNode schema, Set<String> names) {
        if (schema.has("$ref")) {
            collect(specification, specification.at(schema.get("$ref").asText().substring(1)), names);
        }
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        for (String joined : List.of("allOf", "anyOf", "oneOf")) {
            schema.path(joined).forEach(part -> collect(specification, part, names));
        }
    }
}
