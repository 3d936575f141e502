package dev.portolan.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.error.LlmException;
import dev.portolan.error.StructuredOutputFailed;
import dev.portolan.recorded.schema.OpenApiForm;
import dev.portolan.schema.JsonSchema;
import dev.portolan.structured.StructuredOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads recorded answers to requests with a schema as structured output: an answer that ended well is the JSON that stands in it, and
 * what was cut, refused or called tools is told as such.
 */
public final class RecordedSchemas {

    /** Models are on record that answer twice in one text. */
    private static final ObjectReader ONE_VALUE =
            Recording.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Where requests have their schema, but for Bedrock's and for Gemini's of OpenAPI. */
    private static final List<String> PLACES = List.of(
            "/response_format/json_schema/schema",
            "/text/format/schema",
            "/output_config/format/schema",
            "/output_format/schema",
            "/generationConfig/responseJsonSchema",
            "/format");

    private final List<String> problems = new ArrayList<>();
    private int answers;
    private int failures;

    /** Reads one, if its request has a schema and its answer is no error. */
    public void read(RecordedAnswers server, ChatModel model, Recording recording) {
        JsonSchema schema = schemaOf(recording.requestBody());
        if (schema == null || recording.body() == null || recording.status() >= 400) {
            return;
        }
        server.serve(recording);
        CallContext context = CallContext.builder()
                .timeout(Duration.ofSeconds(30))
                .traceHeader(RecordingServer.HEADER, recording.id())
                .build();
        ChatResponse response;
        try {
            response = answer(model, recording, context);
        } catch (LlmException e) {
            // Judged by those who look at what is no answer.
            return;
        }
        judge(recording, schema, response);
    }

    private static ChatResponse answer(ChatModel model, Recording recording, CallContext context) {
        ChatRequest request = ChatRequest.of("As recorded");
        if (recording.streamed()) {
            try (ChatStream stream = model.stream(request, context)) {
                return stream.response();
            }
        }
        return model.chat(request, context);
    }

    private void judge(Recording recording, JsonSchema schema, ChatResponse response) {
        JsonNode text = tree(response.text());
        boolean well = response.finishReason().kind() == FinishReason.Kind.STOP
                && response.toolCalls().isEmpty()
                && text != null;
        try {
            String json = StructuredOutput.of(schema).read(response).json();
            answers++;
            boolean asItSays = text != null && text.equals(tree(json));
            if (well ? !asItSays : response.finishReason().kind() != FinishReason.Kind.STOP) {
                problems.add(recording.id() + " was read as what it does not say");
            }
        } catch (StructuredOutputFailed e) {
            failures++;
            if (well && strict(recording.requestBody())) {
                problems.add(recording.id() + ": " + e.getMessage());
            }
        }
    }

    private static @Nullable JsonNode tree(String text) {
        try {
            JsonNode tree = ONE_VALUE.readTree(text);
            return tree.isContainerNode() ? tree : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static boolean strict(JsonNode body) {
        return body.at("/response_format/json_schema/strict").asBoolean()
                || body.at("/text/format/strict").asBoolean()
                || body.has("outputConfig")
                || body.has("output_config")
                || body.has("output_format");
    }

    private static @Nullable JsonSchema schemaOf(JsonNode body) {
        String text =
                body.at("/outputConfig/textFormat/structure/jsonSchema/schema").asText();
        JsonNode found = text.isEmpty() ? MissingNode.getInstance() : tree(text);
        for (String place : PLACES) {
            if (found != null && !found.isObject()) {
                found = body.at(place);
            }
        }
        try {
            JsonNode openApi = body.at("/generationConfig/responseSchema");
            if (openApi.isObject()) {
                return JsonSchema.of(OpenApiForm.asJsonSchema(openApi.toString()));
            }
            return found != null && found.isObject() ? JsonSchema.of(found.toString()) : null;
        } catch (IllegalArgumentException e) {
            // Logs hold schemas that the vendor refused.
            return null;
        }
    }

    /** Fails with all that was read wrongly, or when there was nothing to read. */
    public void check() {
        assertThat(problems).isEmpty();
        assertThat(answers).as("answers that fit").isPositive();
        System.out.println("Recorded answers of schemas: " + answers + " fit, " + failures + " do not");
    }
}
