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
 * The format of Cohere's Command R: a message and the history before it. Its tools are not simulated. See
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command-r-plus.html.
 */
final class CommandFormat implements InvokeFormat {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> MEMBERS = List.of(
            "message",
            "chat_history",
            "preamble",
            "max_tokens",
            "temperature",
            "p",
            "k",
            "stop_sequences",
            "seed",
            "frequency_penalty",
            "presence_penalty",
            "prompt_truncation",
            "return_prompt",
            "raw_prompting",
            "search_queries_only",
            "documents");

    private final ChatRequest request;
    private final String id;

    private CommandFormat(ChatRequest request, String id) {
        this.request = request;
        this.id = id;
    }

    static CommandFormat read(JsonNode body, String id) {
        PromptFormat.require(body, MEMBERS, "message");
        ChatRequest.Builder request = ChatRequest.builder();
        if (body.path("preamble").isTextual()) {
            request.add(Message.system(body.path("preamble").asText()));
        }
        for (JsonNode turn : body.path("chat_history")) {
            String said = turn.path("message").asText();
            request.add(turn.path("role").asText().equals("USER") ? Message.user(said) : Message.assistant(said));
        }
        request.add(Message.user(body.path("message").asText()));
        PromptFormat.sampling(body, "max_tokens", "p", "stop_sequences", request);
        return new CommandFormat(PromptFormat.build(request), id);
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
        ObjectNode body = NODES.objectNode();
        if (!omissions.ids()) {
            body.put("response_id", id).put("generation_id", id);
        }
        body.put("text", outcome.text()).putArray("chat_history");
        return body.put("finish_reason", omissions.finish() ? null : reason(outcome));
    }

    @Override
    public List<Chunk> chunks(Outcome outcome, Omissions omissions) {
        List<Chunk> chunks = new ArrayList<>();
        String text = outcome.text() == null ? "" : outcome.text();
        for (String piece : TokenPieces.of(text)) {
            chunks.add(new Chunk(
                    Role.CONTENT,
                    () -> NODES.objectNode()
                            .put("is_finished", false)
                            .put("event_type", "text-generation")
                            .put("text", piece)));
        }
        chunks.add(new Chunk(Role.FINISH, () -> {
            ObjectNode last = NODES.objectNode().put("is_finished", true).put("event_type", "stream-end");
            last.set("response", whole(outcome, omissions));
            return last.put("finish_reason", reason(outcome));
        }));
        return chunks;
    }

    private static String reason(Outcome outcome) {
        return PromptAnswer.reason(outcome, "COMPLETE", "MAX_TOKENS");
    }
}
