package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.EnterpriseWebSearch;
import com.google.cloud.aiplatform.v1.FunctionCallingConfig;
import com.google.cloud.aiplatform.v1.FunctionCallingConfig.Mode;
import com.google.cloud.aiplatform.v1.FunctionDeclaration;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerationConfig;
import com.google.cloud.aiplatform.v1.GoogleMaps;
import com.google.cloud.aiplatform.v1.Schema;
import com.google.cloud.aiplatform.v1.UrlContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaUse;
import dev.portolan.spi.support.WireJson;
import java.util.List;
import java.util.Locale;

/**
 * Writes tools, the choice among them, the service's own tools, and the form of the answer.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling">Google: function calling</a>
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/control-generated-output">Google: structured
 *     output</a>
 */
final class ToolMapper {

    /** The words of the setting {@code hosted-tools}. */
    static final List<String> HOSTED =
            List.of("google-search", "enterprise-web-search", "google-maps", "url-context", "code-execution");

    private static final String JSON = "application/json";

    private final ToolNames names;
    private final Family family;

    ToolMapper(ToolNames names, Family family) {
        this.names = names;
        this.family = family;
    }

    /** Neither an empty list of tools nor a choice without one is taken. */
    void write(ChatRequest request, GenerateContentRequest.Builder body) {
        if (request.tools().isEmpty()) {
            return;
        }
        var tools = com.google.cloud.aiplatform.v1.Tool.newBuilder();
        boolean strict = false;
        for (Tool tool : request.tools()) {
            tools.addFunctionDeclarations(declaration(tool));
            strict |= Boolean.TRUE.equals(tool.strict());
        }
        body.addTools(tools);
        ToolChoice choice = request.toolChoice();
        if (choice != null || strict) {
            body.getToolConfigBuilder()
                    .setFunctionCallingConfig(calling(choice == null ? ToolChoice.AUTO : choice, strict));
        }
    }

    private FunctionDeclaration declaration(Tool tool) {
        FunctionDeclaration.Builder declaration = FunctionDeclaration.newBuilder()
                .setName(names.wire(tool.name()))
                .setDescription(tool.description());
        JsonSchema parameters = tool.parameters();
        if (!parameters.equals(JsonSchema.EMPTY_OBJECT)) {
            if (family.is(Family.SCHEMA, "openapi")) {
                declaration.setParameters(openApi(parameters, SchemaUse.TOOL));
            } else {
                declaration.setParametersJsonSchema(ProtoJson.value(WireJson.tree(parameters.json())));
            }
        }
        return declaration.build();
    }

    /** The subset is a message of its own: a schema that is not in its words yet is put into them. */
    private Schema openApi(JsonSchema schema, SchemaUse use) {
        String type = WireJson.tree(schema.json()).path("type").asText("");
        boolean written = !type.isEmpty() && type.equals(type.toUpperCase(Locale.ROOT));
        String text = written
                ? schema.json()
                : VertexDialect.of(family).compile(schema, use, true).wire();
        try {
            return ProtoJson.parse(text, Schema.newBuilder()).build();
        } catch (IllegalArgumentException e) {
            throw MediaParts.unsupported(
                    use == SchemaUse.TOOL ? "tools" : "outputFormat", "the model's kind of schema cannot say this one");
        }
    }

    /** Arguments are enforced for all tools or for none, and only when the model is free to call or not. */
    private FunctionCallingConfig calling(ToolChoice choice, boolean strict) {
        FunctionCallingConfig.Builder calling = FunctionCallingConfig.newBuilder();
        switch (choice.mode()) {
            case AUTO -> calling.setMode(strict ? Mode.VALIDATED : Mode.AUTO);
            case NONE -> calling.setMode(Mode.NONE);
            case REQUIRED -> calling.setMode(Mode.ANY);
            case NAMED ->
                calling.setMode(Mode.ANY).addAllowedFunctionNames(names.wire(String.valueOf(choice.toolName())));
        }
        return calling.build();
    }

    static void hosted(List<String> tools, GenerateContentRequest.Builder body) {
        for (String name : tools) {
            var tool = com.google.cloud.aiplatform.v1.Tool.newBuilder();
            switch (name) {
                case "google-search" ->
                    tool.setGoogleSearch(com.google.cloud.aiplatform.v1.Tool.GoogleSearch.getDefaultInstance());
                case "enterprise-web-search" -> tool.setEnterpriseWebSearch(EnterpriseWebSearch.getDefaultInstance());
                case "google-maps" -> tool.setGoogleMaps(GoogleMaps.getDefaultInstance());
                case "url-context" -> tool.setUrlContext(UrlContext.getDefaultInstance());
                case "code-execution" ->
                    tool.setCodeExecution(com.google.cloud.aiplatform.v1.Tool.CodeExecution.getDefaultInstance());
                default -> throw new IllegalArgumentException("hosted-tools may hold " + String.join(", ", HOSTED));
            }
            body.addTools(tool);
        }
    }

    void format(ChatRequest request, GenerationConfig.Builder config) {
        OutputFormat format = request.outputFormat();
        if (format instanceof OutputFormat.Schema schema) {
            config.setResponseMimeType(JSON);
            if (family.is(Family.SCHEMA, "openapi")) {
                config.setResponseSchema(openApi(schema.schema(), SchemaUse.OUTPUT));
            } else {
                config.setResponseJsonSchema(
                        ProtoJson.value(WireJson.tree(schema.schema().json())));
            }
        } else if (OutputFormat.JSON.equals(format)) {
            config.setResponseMimeType(JSON);
        }
    }
}
