package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.recorded.OwnSettings;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Holds requests against the published definitions of the API, not those that came with the SDK. */
class SpecificationTest {

    private static final Pattern MESSAGE = Pattern.compile("^\\s*message (\\w+) \\{");
    private static final Pattern FIELD =
            Pattern.compile("^\\s*(?:optional |repeated )?(?:map<[^>]+>|[\\w.]+) (\\w+) = (\\d+)[ ;\\[]?.*");

    /** Newer than the published files. */
    private static final Set<String> NEWER = Set.of(
            "GenerateContentRequest.model_armor_config",
            "ModelArmorConfig.prompt_template_name",
            "ModelArmorConfig.response_template_name");

    private static Map<String, Map<String, Integer>> published() throws IOException {
        String given = System.getProperty("portolan.specs");
        Path folder = (given != null ? Path.of(given) : Path.of("..", "..", "shared", "data", "specs"))
                .resolve("vertex/google/cloud/aiplatform/v1");
        Assumptions.assumeTrue(
                Files.isDirectory(folder), "No specifications: name their folder with -Dportolan.specs=DIR");
        Map<String, Map<String, Integer>> messages = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                read(Files.readAllLines(file), messages);
            }
        }
        return messages;
    }

    /** Names of messages are told apart by the innermost one, which is enough here. */
    private static void read(List<String> lines, Map<String, Map<String, Integer>> messages) {
        List<String> open = new ArrayList<>();
        for (String line : lines) {
            Matcher message = MESSAGE.matcher(line);
            Matcher field = FIELD.matcher(line);
            if (message.find() && !line.strip().endsWith("}")) {
                open.add(message.group(1));
                messages.computeIfAbsent(message.group(1), name -> new HashMap<>());
            } else if (line.strip().endsWith("{") && !line.strip().startsWith("//")) {
                open.add("");
            } else if (line.strip().equals("}") && !open.isEmpty()) {
                open.remove(open.size() - 1);
            } else if (field.matches() && !line.strip().startsWith("//")) {
                for (int i = open.size() - 1; i >= 0; i--) {
                    if (!open.get(i).isEmpty()) {
                        messages.get(open.get(i)).put(field.group(1), Integer.valueOf(field.group(2)));
                        break;
                    }
                }
            }
        }
    }

    private static void differences(
            Message message, Map<String, Map<String, Integer>> published, Set<String> wrong, Set<String> seen) {
        String type = message.getDescriptorForType().getName();
        boolean own = message.getDescriptorForType().getFullName().startsWith("google.cloud.");
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            String name = type + "." + field.getKey().getName();
            if (own) {
                seen.add(name);
                Integer number = published
                        .getOrDefault(type, Map.of())
                        .get(field.getKey().getName());
                if ((number == null || number != field.getKey().getNumber()) && !NEWER.contains(name)) {
                    wrong.add(name + " = " + number);
                }
            }
            if (field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE && own) {
                List<?> values = field.getKey().isRepeated() ? (List<?>) field.getValue() : List.of(field.getValue());
                values.forEach(value -> {
                    if (!field.getKey().isMapField()) {
                        differences((Message) value, published, wrong, seen);
                    }
                });
            }
        }
    }

    private static GenerateContentRequest everything() {
        Tool tool = new Tool(
                "get_weather",
                "Tells the weather.",
                dev.portolan.schema.JsonSchema.of(
                        "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}"),
                true);
        CallOptions options = CallOptions.of(new OwnSettings(Map.of(
                "labels.a", "b",
                "safety.hate-speech", "off",
                "model-armor-prompt-template", "t",
                "model-armor-response-template", "u",
                "cached-content", "c",
                "hosted-tools", "google-search,url-context,code-execution,enterprise-web-search,google-maps",
                "media-resolution", "high")));
        ChatRequest request = ChatRequest.builder()
                .system("Be brief.")
                .add(dev.portolan.chat.Message.user(
                        new TextPart("Weather?"),
                        new ImagePart(Media.of(new byte[] {1}, "image/png")),
                        new ImagePart(new Media.FileReference("gs://b/x", "image/png"))))
                .add(new AssistantMessage(List.of(new ToolCall("c1", "get_weather", "{\"city\":\"Oslo\"}"))))
                .add(new ToolMessage(List.of(new ToolResult(
                        "c1",
                        "get_weather",
                        List.of(new TextPart("Rain"), new ImagePart(Media.of(new byte[] {1}, "image/png"))),
                        false,
                        null))))
                .tools(List.of(tool))
                .toolChoice(ToolChoice.named("get_weather"))
                .outputFormat(OutputFormat.schema("answer", tool.parameters()))
                .temperature(0.5)
                .topP(0.5)
                .topK(3)
                .maxOutputTokens(9)
                .seed(1L)
                .frequencyPenalty(0.5)
                .presencePenalty(0.5)
                .logprobs(1)
                .stop(List.of("x"))
                .reasoningEffort(ReasoningEffort.LOW)
                .build();
        return new RequestMapper(
                        "projects/p/locations/l/publishers/google/models/m",
                        new Family(Map.of("thinking", "level", "signatures", "required", "result-media", "yes")),
                        options)
                .encode(request, Map.of())
                .body();
    }

    @Test
    void everyFieldThatIsSentIsPublishedUnderItsNumber() throws Exception {
        Map<String, Map<String, Integer>> published = published();
        Set<String> wrong = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        differences(everything(), published, wrong, seen);
        System.out.println("Fields of requests that were held against the specification: " + seen.size());
        assertThat(seen)
                .contains("Part.thought_signature", "FunctionResponse.parts", "ToolConfig.function_calling_config");
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatOthersSendWithVendorOptionsOfThisKindIsTaken() {
        List<String> refused = new ArrayList<>();
        int[] read = {0};
        RecordedTraffic.of("vertex").each(Set.of("generate_content", "stream_generate_content"), recording -> {
            var config = recording.requestBody().path("generationConfig");
            if (config.isObject() && isSent(recording)) {
                read[0]++;
                try {
                    ProtoJson.merge(GenerateContentRequest.newBuilder(), "{\"generationConfig\":" + config + "}");
                } catch (RuntimeException e) {
                    refused.add(recording.id() + ": " + e.getMessage());
                }
            }
        });
        assertThat(read[0]).isPositive();
        assertThat(refused).isEmpty();
    }

    private static boolean isSent(Recording recording) {
        return recording.status() == 200;
    }
}
