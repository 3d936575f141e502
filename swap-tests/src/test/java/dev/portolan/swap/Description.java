package dev.portolan.swap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.portolan.recorded.OpenApi;
import dev.portolan.recorded.ServiceModel;
import dev.portolan.recorded.Specifications;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The vendor's own description of a request; where it is not at hand nothing is held against it. */
enum Description {
    OPENAI_CHAT("openai/openapi.yaml.gz", "CreateChatCompletionRequest"),
    OPENAI_RESPONSES("openai/openapi.yaml.gz", "CreateResponse"),
    AZURE_CHAT("azure/foundry-openai-v1.json.gz", "AzureCreateChatCompletionRequest"),
    AZURE_RESPONSES("azure/foundry-openai-v1.json.gz", "AzureCreateResponse"),
    CONVERSE("bedrock/service-2.json", "ConverseRequest"),
    OLLAMA("ollama/openapi.yaml", "ChatRequest"),

    /** The service is described by the classes that the request is made of, so it cannot be otherwise. */
    NONE("", "");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, OpenApi> READ = new ConcurrentHashMap<>();
    private static final Map<String, ServiceModel> SERVICES = new ConcurrentHashMap<>();

    private final String file;
    private final String schema;

    Description(String file, String schema) {
        this.file = file;
        this.schema = schema;
    }

    boolean isAtHand() {
        return this != NONE && Specifications.has(file);
    }

    /** What of a request is not as described. */
    List<String> mistakes(String body) {
        if (!isAtHand()) {
            return List.of();
        }
        try {
            return this == CONVERSE
                    ? SERVICES.computeIfAbsent(file, Description::service).mistakes(schema, JSON.readTree(body))
                    : READ.computeIfAbsent(file, Description::openApi).mistakes(schema, filled(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** OpenAI's description of Responses requires what its service fills in by itself, as recorded traffic shows. */
    private String filled(String body) throws IOException {
        if (this != OPENAI_RESPONSES) {
            return body;
        }
        JsonNode request = JSON.readTree(body);
        request.findParents("type").forEach(node -> {
            ObjectNode part = (ObjectNode) node;
            switch (part.path("type").asText()) {
                case "input_image" -> fill(part, "detail", TextNode.valueOf("auto"));
                case "output_text" -> {
                    fill(part, "annotations", JSON.createArrayNode());
                    fill(part, "logprobs", JSON.createArrayNode());
                }
                default -> {}
            }
        });
        return request.toString();
    }

    private static void fill(ObjectNode part, String member, JsonNode value) {
        if (!part.has(member)) {
            part.set(member, value);
        }
    }

    private static OpenApi openApi(String file) {
        try {
            return new OpenApi(Specifications.read(file, file.contains(".yaml") ? new YAMLMapper() : JSON));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServiceModel service(String file) {
        try {
            return new ServiceModel(Specifications.read(file, JSON));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
