package dev.portolan.codec;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.OutputMode;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolChoice;
import dev.portolan.schema.JsonSchema;

/** What is asked. */
final class RequestFormat {

    private RequestFormat() {}

    static void fields(JsonWriter out, ChatRequest request) {
        out.list("messages", request.messages(), MessageFormat::write)
                .field("temperature", request.temperature())
                .field("topP", request.topP())
                .field("topK", request.topK())
                .field("maxOutputTokens", request.maxOutputTokens())
                .field("seed", request.seed())
                .field("frequencyPenalty", request.frequencyPenalty())
                .field("presencePenalty", request.presencePenalty())
                .field("logprobs", request.logprobs())
                .field("reasoningEffort", request.reasoningEffort())
                .listIfAny("stop", request.stop(), JsonWriter::string)
                .listIfAny("tools", request.tools(), RequestFormat::writeTool)
                .field("toolChoice", request.toolChoice(), RequestFormat::writeChoice)
                .field("parallelToolCalls", request.parallelToolCalls())
                .field("outputFormat", request.outputFormat(), RequestFormat::writeFormat)
                .texts("vendorOptions", request.vendorOptions());
    }

    static ChatRequest read(Place at) {
        ChatRequest.Builder builder = ChatRequest.builder()
                .messages(at.list("messages", MessageFormat::read))
                .temperature(at.find("temperature", Place::decimal))
                .topP(at.find("topP", Place::decimal))
                .topK(at.find("topK", Place::small))
                .maxOutputTokens(at.find("maxOutputTokens", Place::small))
                .seed(at.find("seed", Place::whole))
                .frequencyPenalty(at.find("frequencyPenalty", Place::decimal))
                .presencePenalty(at.find("presencePenalty", Place::decimal))
                .logprobs(at.find("logprobs", Place::small))
                .reasoningEffort(at.find("reasoningEffort", word -> word.word(ReasoningEffort.class)))
                .stop(at.listIfAny("stop", Place::text))
                .tools(at.listIfAny("tools", RequestFormat::readTool))
                .toolChoice(at.find("toolChoice", RequestFormat::readChoice))
                .parallelToolCalls(at.find("parallelToolCalls", Place::flag))
                .outputFormat(at.find("outputFormat", RequestFormat::readFormat));
        at.texts("vendorOptions").forEach(builder::vendorOptions);
        return at.make(builder::build);
    }

    private static void writeTool(JsonWriter out, Tool tool) {
        out.object()
                .field("name", tool.name())
                .field("description", tool.description())
                .field("parameters", tool.parameters().json())
                .field("strict", tool.strict())
                .endObject();
    }

    private static Tool readTool(Place at) {
        JsonSchema parameters = at.get("parameters", RequestFormat::schema);
        return at.make(() -> new Tool(
                at.get("name", Place::text),
                at.get("description", Place::text),
                parameters,
                at.find("strict", Place::flag)));
    }

    private static JsonSchema schema(Place at) {
        return at.make(() -> JsonSchema.of(at.text()));
    }

    private static void writeChoice(JsonWriter out, ToolChoice choice) {
        out.object()
                .field("mode", choice.mode())
                .field("toolName", choice.toolName())
                .endObject();
    }

    private static ToolChoice readChoice(Place at) {
        ToolChoice.Mode mode = at.get("mode", word -> word.word(ToolChoice.Mode.class));
        return at.make(() -> new ToolChoice(mode, at.find("toolName", Place::text)));
    }

    private static void writeFormat(JsonWriter out, OutputFormat format) {
        out.object();
        if (format instanceof OutputFormat.Schema schema) {
            out.field("type", "json-schema")
                    .field("name", schema.name())
                    .field("schema", schema.schema().json())
                    .field("description", schema.description())
                    .field("strict", schema.strict())
                    .field("mode", schema.mode());
        } else {
            out.field("type", format instanceof OutputFormat.Json ? "json" : "text");
        }
        out.endObject();
    }

    private static OutputFormat readFormat(Place at) {
        Place type = at.get("type");
        return switch (type.text()) {
            case "text" -> OutputFormat.TEXT;
            case "json" -> OutputFormat.JSON;
            case "json-schema" -> {
                JsonSchema schema = at.get("schema", RequestFormat::schema);
                yield at.make(() -> new OutputFormat.Schema(
                        at.get("name", Place::text),
                        schema,
                        at.find("description", Place::text),
                        at.find("strict", Place::flag),
                        at.find("mode", word -> word.word(OutputMode.class))));
            }
            default -> throw type.wrong("must be one of text, json, json-schema");
        };
    }
}
