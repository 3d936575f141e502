package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Role;
import dev.portolan.simulator.internal.TokenPieces;
import java.util.ArrayList;
import java.util.List;

/**
 * The format of Chat Completions, as Jamba, DeepSeek, Qwen, gpt-oss and others take it by InvokeModel; text only. See
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-jamba.html and
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-openai.html.
 */
final class ChoicesFormat implements InvokeFormat {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ChatRequest request;
    private final String model;

    private ChoicesFormat(ChatRequest request, String model) {
        this.request = request;
        this.model = model;
    }

    static ChoicesFormat read(JsonNode body, ModelTraits model) {
        if (!body.path("messages").isArray() || body.path("messages").isEmpty()) {
            throw BedrockError.invalid(
                    "Malformed input request: #: required key [messages] not found, please reformat your input and try again.");
        }
        ChatRequest.Builder request = ChatRequest.builder();
        for (JsonNode message : body.path("messages")) {
            String said = message.path("content").asText();
            request.add(
                    switch (message.path("role").asText()) {
                        case "system", "developer" -> Message.system(said);
                        case "assistant" -> Message.assistant(said);
                        default -> Message.user(said);
                    });
        }
        PromptFormat.sampling(body, "max_tokens", "top_p", "stop", request);
        return new ChoicesFormat(PromptFormat.build(request), model.id());
    }

    @Override
    public ChatRequest request() {
        return request;
    }

    @Override
    public String callId(Ids ids) {
        return ids.request();
    }

    @Override
    public ObjectNode whole(Outcome outcome, Omissions omissions) {
        ObjectNode body = head("chat.completion", omissions);
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", outcome.text());
        choice.put("finish_reason", omissions.finish() ? null : reason(outcome));
        if (!omissions.usage()) {
            body.set("usage", usage(outcome));
        }
        return body;
    }

    private ObjectNode head(String object, Omissions omissions) {
        ObjectNode head = NODES.objectNode();
        if (!omissions.ids()) {
            head.put("id", "chatcmpl-1");
        }
        return head.put("object", object).put("model", model);
    }

    private static ObjectNode usage(Outcome outcome) {
        TokenUse tokens = outcome.tokens();
        return NODES.objectNode()
                .put("prompt_tokens", tokens.input())
                .put("completion_tokens", tokens.output())
                .put("total_tokens", tokens.input() + tokens.output());
    }

    @Override
    public List<Chunk> chunks(Outcome outcome, Omissions omissions) {
        List<Chunk> chunks = new ArrayList<>();
        String text = outcome.text() == null ? "" : outcome.text();
        for (String piece : TokenPieces.of(text)) {
            chunks.add(new Chunk(Role.CONTENT, () -> {
                ObjectNode chunk = head("chat.completion.chunk", omissions);
                ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
                choice.putObject("delta").put("content", piece);
                choice.putNull("finish_reason");
                return chunk;
            }));
        }
        chunks.add(new Chunk(Role.FINISH, () -> {
            ObjectNode chunk = head("chat.completion.chunk", omissions);
            ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
            choice.putObject("delta");
            choice.put("finish_reason", reason(outcome));
            return chunk;
        }));
        chunks.add(new Chunk(Role.USAGE, () -> {
            ObjectNode chunk = head("chat.completion.chunk", omissions);
            chunk.putArray("choices");
            chunk.set("usage", usage(outcome));
            return chunk;
        }));
        return chunks;
    }

    private static String reason(Outcome outcome) {
        return PromptAnswer.reason(outcome, "stop", "length");
    }
}
