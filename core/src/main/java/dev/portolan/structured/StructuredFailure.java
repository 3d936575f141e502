package dev.portolan.structured;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.StructuredOutputFailed;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaViolation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Makes failures that say what is wrong with an answer and nothing of it. */
final class StructuredFailure {

    private static final int MOST_SHOWN = 3;

    private StructuredFailure() {}

    static StructuredOutputFailed doesNotFit(
            List<ChatResponse> responses, List<SchemaViolation> wrong, JsonSchema schema) {
        String what = wrong.stream()
                .limit(MOST_SHOWN)
                .map(one -> place(one.place(), schema) + one.message())
                .collect(Collectors.joining("; "));
        int more = wrong.size() - MOST_SHOWN;
        return of(
                responses,
                "the answer does not fit the schema: " + what + (more > 0 ? "; and " + more + " more" : ""),
                "Simplify the schema, allow more repairs, or choose a model that enforces it");
    }

    /** Members that the schema names are shown; those that it does not name are data. */
    private static String place(String pointer, JsonSchema schema) {
        if (pointer.isEmpty() || pointer.startsWith("$")) {
            return "";
        }
        return Arrays.stream(pointer.substring(1).split("/", -1))
                .map(name -> name.matches("[0-9]{1,4}") || schema.json().contains('"' + name + '"') ? name : "*")
                .collect(Collectors.joining("/", "at /", ": "));
    }

    static StructuredOutputFailed of(List<ChatResponse> responses, String summary, String remedy) {
        ChatResponse last = responses.get(responses.size() - 1);
        int repairs = responses.size() - 1;
        Usage usage =
                responses.stream().map(ChatResponse::usage).reduce(Usage::plus).orElse(Usage.UNKNOWN);
        ErrorDetails details = ErrorDetails.builder(
                        summary + (repairs == 0 ? "" : ", after " + repairs + (repairs == 1 ? " repair" : " repairs")))
                .provider(last.provider())
                .model(last.model())
                .requestId(last.requestId())
                .remedy(remedy)
                .partialResponse(last.toBuilder().usage(usage).build())
                .build();
        return new StructuredOutputFailed(details, null);
    }
}
