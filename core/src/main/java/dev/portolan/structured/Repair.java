package dev.portolan.structured;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.Warning;
import dev.portolan.schema.JsonBindingException;
import dev.portolan.schema.SchemaViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads answers, and shows the model what is wrong with one that does not fit. */
final class Repair<T> {

    private static final int MOST_SHOWN = 20;

    private final AnswerText text;
    private final Function<String, T> binding;
    private final int rounds;
    private final @Nullable ChatModel model;
    private final @Nullable ChatRequest request;
    private final CallContext context;

    /**
     * A reader.
     *
     * @param model who is asked again, {@code null} with no rounds
     * @param request what was asked, {@code null} with no rounds
     */
    Repair(
            AnswerText text,
            Function<String, T> binding,
            int rounds,
            @Nullable ChatModel model,
            @Nullable ChatRequest request,
            CallContext context) {
        this.text = text;
        this.binding = binding;
        this.rounds = rounds;
        this.model = model;
        this.request = request;
        this.context = context;
    }

    StructuredResult<T> of(ChatResponse first) {
        List<ChatResponse> responses = new ArrayList<>();
        responses.add(first);
        List<Message> messages = request == null ? new ArrayList<>() : new ArrayList<>(request.messages());
        while (true) {
            ChatResponse response = responses.get(responses.size() - 1);
            requireWhole(response, responses);
            AnswerText.Found found = text.find(response.text());
            List<SchemaViolation> wrong = found.violations();
            if (found.fits()) {
                try {
                    return new StructuredResult<>(
                            binding.apply(found.json()), found.json(), told(responses), found.tolerated());
                } catch (JsonBindingException e) {
                    wrong = List.of(new SchemaViolation(e.place(), "type", String.valueOf(e.getMessage())));
                }
            }
            if (responses.size() > rounds) {
                throw StructuredFailure.doesNotFit(responses, wrong, text.schema());
            }
            responses.add(again(messages, response, wrong));
        }
    }

    private static void requireWhole(ChatResponse response, List<ChatResponse> all) {
        FinishReason.Kind kind = response.finishReason().kind();
        if (!response.toolCalls().isEmpty()) {
            throw StructuredFailure.of(
                    all,
                    "the model called tools in place of an answer",
                    "Run them, in a loop of tools for example, and read its last answer");
        }
        switch (kind) {
            case LENGTH ->
                throw StructuredFailure.of(
                        all, "the answer was cut at the limit of output tokens", "Allow more output tokens");
            case CONTENT_FILTER ->
                throw StructuredFailure.of(
                        all, "the vendor filtered the answer", "Look at what was asked, or choose another model");
            case REFUSAL ->
                throw StructuredFailure.of(
                        all, "the model refused to answer", "Look at what was asked, or choose another model");
            case STOP, TOOL_CALLS, OTHER -> {}
        }
    }

    private ChatResponse again(List<Message> messages, ChatResponse response, List<SchemaViolation> wrong) {
        if (!response.message().parts().isEmpty()) {
            messages.add(response.message());
        }
        messages.add(Message.user(words(wrong)));
        return Objects.requireNonNull(model, "model")
                .chat(
                        Objects.requireNonNull(request, "request").toBuilder()
                                .messages(messages)
                                .build(),
                        context);
    }

    private static String words(List<SchemaViolation> wrong) {
        StringBuilder words = new StringBuilder("Your answer does not fit the JSON Schema:\n");
        for (SchemaViolation one : wrong.subList(0, Math.min(wrong.size(), MOST_SHOWN))) {
            words.append("- ")
                    .append(one.place().isEmpty() ? "" : "at " + one.place() + ": ")
                    .append(one.message())
                    .append('\n');
        }
        if (wrong.size() > MOST_SHOWN) {
            words.append("- and ").append(wrong.size() - MOST_SHOWN).append(" more\n");
        }
        return words.append("Answer again with the whole JSON, corrected, and nothing else.")
                .toString();
    }

    /** A repair costs, so it is told. */
    private static List<ChatResponse> told(List<ChatResponse> responses) {
        int repairs = responses.size() - 1;
        if (repairs == 0) {
            return responses;
        }
        ChatResponse last = responses.get(repairs);
        List<Warning> warnings = new ArrayList<>(last.warnings());
        warnings.add(new Warning(
                "repaired",
                "outputFormat",
                "The answer fitted its schema after " + repairs + (repairs == 1 ? " repair" : " repairs")
                        + ", each a call of its own"));
        List<ChatResponse> all = new ArrayList<>(responses.subList(0, repairs));
        all.add(last.toBuilder().warnings(warnings).build());
        return all;
    }
}
