package dev.portolan.simulator.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.simulator.Reply;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a reply do what its request demands, as the decoding of a real service does: tool choice, output format, stop. */
public final class Obedience {

    private final ChatRequest request;
    private final Supplier<String> callIds;

    /**
     * Rules for one request.
     *
     * @param request what is demanded
     * @param callIds makes ids for tool calls, in the vendor's form
     */
    public Obedience(ChatRequest request, Supplier<String> callIds) {
        this.request = request;
        this.callIds = callIds;
    }

    /**
     * Makes the answer.
     *
     * @param reply what the responder said
     * @param hiddenReasoning how many tokens the model thinks when the reply has no thoughts of its own
     * @return the answer
     */
    public Answer apply(Reply reply, int hiddenReasoning) {
        List<ToolCall> calls = reply.refusal() != null ? List.of() : calls(reply);
        String text = reply.refusal() != null ? null : text(reply, calls);
        String reasoning = reply.reasoning();
        TokenLimit limit = new TokenLimit(request.maxOutputTokens());
        int reasoningTokens = limit.spend(reasoning == null ? hiddenReasoning : TokenPieces.count(reasoning));
        String refusal = limit.cut(reply.refusal());
        text = limit.cut(text);
        calls = limit.cutCalls(calls);
        return new Answer(
                text,
                refusal,
                calls,
                reasoning,
                reasoningTokens,
                limit.spent(),
                finish(reply, refusal, calls, limit),
                reply.usage());
    }

    private static FinishReason.Kind finish(
            Reply reply, @Nullable String refusal, List<ToolCall> calls, TokenLimit limit) {
        if (reply.finish() != null) {
            return reply.finish();
        }
        if (limit.reached()) {
            return FinishReason.Kind.LENGTH;
        }
        if (refusal != null) {
            return FinishReason.Kind.REFUSAL;
        }
        return calls.isEmpty() ? FinishReason.Kind.STOP : FinishReason.Kind.TOOL_CALLS;
    }

    private List<ToolCall> calls(Reply reply) {
        ToolChoice choice = request.toolChoice() == null ? ToolChoice.AUTO : request.toolChoice();
        List<ToolCall> calls = reply.toolCalls().stream()
                .filter(call -> choice.toolName() == null || call.name().equals(choice.toolName()))
                .map(this::identified)
                .toList();
        boolean one = Boolean.FALSE.equals(request.parallelToolCalls()) && calls.size() > 1;
        return switch (choice.mode()) {
            case NONE -> List.of();
            case AUTO -> one ? calls.subList(0, 1) : calls;
            case REQUIRED, NAMED -> calls.isEmpty() ? List.of(forced(choice)) : one ? calls.subList(0, 1) : calls;
        };
    }

    private ToolCall identified(ToolCall call) {
        return call.id().isBlank() ? new ToolCall(callIds.get(), call.name(), call.arguments()) : call;
    }

    private ToolCall forced(ToolChoice choice) {
        Tool tool = request.tools().stream()
                .filter(one -> choice.toolName() == null || one.name().equals(choice.toolName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A tool is demanded and there is none"));
        return new ToolCall(
                callIds.get(), tool.name(), SchemaExample.of(tool.parameters().json()));
    }

    private @Nullable String text(Reply reply, List<ToolCall> calls) {
        String text = reply.text();
        if (!calls.isEmpty()) {
            return text == null || text.isEmpty() ? null : beforeStop(text);
        }
        String said = text == null ? "" : text;
        OutputFormat format = request.outputFormat();
        if (format instanceof OutputFormat.Schema schema) {
            return fitting(said, schema.schema().json());
        }
        if (format instanceof OutputFormat.Json) {
            return object(said);
        }
        return beforeStop(said);
    }

    private static String fitting(String text, String schema) {
        JsonNode instance = Json.parse(text);
        return instance != null && conforms(instance, schema) ? text : SchemaExample.of(schema);
    }

    /**
     * Whether a value fits a schema.
     *
     * @param instance the value
     * @param schema a JSON schema
     * @return whether it does
     */
    public static boolean conforms(JsonNode instance, String schema) {
        return new ValidatorFactory()
                .withJsonNodeFactory(new JacksonNode.Factory(Json.MAPPER))
                .withDefaultDialect(new Dialects.Draft2020Dialect())
                .validate(schema, instance)
                .isValid();
    }

    private static String object(String text) {
        JsonNode node = Json.parse(text);
        return node != null && node.isObject()
                ? text
                : Json.text(JsonNodeFactory.instance.objectNode().put("answer", text));
    }

    private String beforeStop(String text) {
        int end = text.length();
        for (String stop : request.stop()) {
            int at = text.indexOf(stop);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return text.substring(0, end);
    }
}
