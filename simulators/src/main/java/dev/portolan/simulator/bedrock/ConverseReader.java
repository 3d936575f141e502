package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Part;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;

/** Understands a conversation whose shape and rules have been checked. */
final class ConverseReader {

    private final JsonNode body;
    private final ChatRequest.Builder request = ChatRequest.builder();
    private final ContentReader content = new ContentReader();

    private ConverseReader(JsonNode body) {
        this.body = body;
    }

    /** Reads what Converse, ConverseStream and CountTokens have in common. */
    static ChatRequest read(JsonNode body) {
        return new ConverseReader(body).read();
    }

    private ChatRequest read() {
        List<Part> system = content.parts(body.path("system"));
        if (!system.isEmpty()) {
            request.add(new SystemMessage(system));
        }
        body.path("messages").forEach(this::readMessage);
        readSampling(body.path("inferenceConfig"));
        readTools(body.path("toolConfig"));
        readOutput(body.path("outputConfig"));
        readOwnFields(body.path("additionalModelRequestFields"));
        request.reasoningEffort(Effort.read(body.path("outputConfig"), body.path("additionalModelRequestFields")));
        try {
            return request.build();
        } catch (IllegalArgumentException e) {
            throw BedrockError.invalid(String.valueOf(e.getMessage()));
        }
    }

    /** The service has results in the user's turn, beside other content; here they are a message of their own. */
    private void readMessage(JsonNode message) {
        String role = message.path("role").asText();
        if (role.equals("assistant")) {
            request.add(new AssistantMessage(content.parts(message.path("content")).stream()
                    .map(ConverseReader::ranByTheService)
                    .toList()));
            return;
        }
        List<ToolResult> results = new ArrayList<>();
        List<Part> others = new ArrayList<>();
        for (Part part : content.parts(message.path("content"))) {
            if (part instanceof ToolResult result) {
                results.add(result);
            } else {
                others.add(part);
            }
        }
        if (!results.isEmpty()) {
            request.add(new ToolMessage(results));
        }
        if (!others.isEmpty()) {
            request.add(role.equals("system") ? new SystemMessage(others) : new UserMessage(others));
        }
    }

    /** A result in the assistant's own turn is that of a tool which the service ran itself. */
    private static Part ranByTheService(Part part) {
        return part instanceof ToolResult result
                ? new OtherPart(
                        "toolResult",
                        new VendorState("bedrock/converse", "{\"toolUseId\":\"" + result.callId() + "\"}"))
                : part;
    }

    private void readSampling(JsonNode sampling) {
        if (sampling.hasNonNull("maxTokens")) {
            request.maxOutputTokens(sampling.get("maxTokens").intValue());
        }
        if (sampling.hasNonNull("temperature")) {
            request.temperature(sampling.get("temperature").doubleValue());
        }
        if (sampling.hasNonNull("topP")) {
            request.topP(sampling.get("topP").doubleValue());
        }
        List<String> stop = new ArrayList<>();
        sampling.path("stopSequences").forEach(one -> stop.add(one.asText()));
        request.stop(stop);
    }

    private void readTools(JsonNode config) {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : config.path("tools")) {
            JsonNode spec = tool.path("toolSpec");
            if (spec.isObject()) {
                tools.add(new Tool(
                        spec.path("name").asText(),
                        spec.path("description").asText(),
                        JsonSchema.of(spec.path("inputSchema").path("json").toString()),
                        spec.hasNonNull("strict") ? spec.get("strict").booleanValue() : null));
            }
        }
        request.tools(tools);
        JsonNode choice = config.path("toolChoice");
        if (choice.hasNonNull("any")) {
            request.toolChoice(ToolChoice.REQUIRED);
        } else if (choice.hasNonNull("tool")) {
            request.toolChoice(ToolChoice.named(choice.get("tool").path("name").asText()));
        } else if (choice.hasNonNull("auto")) {
            request.toolChoice(ToolChoice.AUTO);
        }
    }

    private void readOutput(JsonNode output) {
        JsonNode schema = output.path("textFormat").path("structure").path("jsonSchema");
        if (schema.isObject()) {
            String name = schema.path("name").asText();
            request.outputFormat(new OutputFormat.Schema(
                    name.isBlank() ? "response" : name,
                    JsonSchema.of(schema.path("schema").asText()),
                    schema.hasNonNull("description") ? schema.get("description").asText() : null,
                    true));
        }
    }

    /** What only some models know travels in a bag of its own, named as those models name it. */
    private void readOwnFields(JsonNode fields) {
        if (!fields.isObject()) {
            return;
        }
        JsonNode topK = fields.has("top_k")
                ? fields.get("top_k")
                : fields.path("inferenceConfig").path("topK");
        if (topK.isIntegralNumber() && topK.intValue() > 0) {
            request.topK(topK.intValue());
        }
        if (fields.path("tool_choice").path("disable_parallel_tool_use").asBoolean()) {
            request.parallelToolCalls(false);
        }
        request.vendorOptions("bedrock", fields.toString());
    }
}
