package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Role;
import dev.portolan.simulator.internal.TokenPieces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The formats that take one text with marks of turns in it, and answer with text. They know no tools. */
final class PromptFormat implements InvokeFormat {

    private final ChatRequest request;
    private final PromptAnswer form;

    private PromptFormat(ChatRequest request, PromptAnswer form) {
        this.request = request;
        this.form = form;
    }

    static PromptFormat read(JsonNode body, PromptAnswer form) {
        PromptAnswer.Names names = form.names();
        require(body, names.members(), names.prompt());
        JsonNode sampling = names.sampling().isEmpty() ? body : body.path(names.sampling());
        ChatRequest.Builder request = ChatRequest.builder();
        form.marks().turns(body.path(names.prompt()).asText()).forEach(request::add);
        sampling(sampling, names.maxTokens(), names.topP(), names.stop(), request);
        return new PromptFormat(build(request), form);
    }

    static void sampling(JsonNode sampling, String maxTokens, String topP, String stop, ChatRequest.Builder request) {
        if (sampling.path(maxTokens).isIntegralNumber()) {
            request.maxOutputTokens(sampling.path(maxTokens).intValue());
        }
        if (sampling.path("temperature").isNumber()) {
            request.temperature(sampling.path("temperature").doubleValue());
        }
        if (sampling.path(topP).isNumber()) {
            request.topP(sampling.path(topP).doubleValue());
        }
        List<String> stops = new ArrayList<>();
        sampling.path(stop).forEach(one -> stops.add(one.asText()));
        request.stop(stops);
    }

    static ChatRequest build(ChatRequest.Builder request) {
        try {
            return request.build();
        } catch (IllegalArgumentException e) {
            throw BedrockError.invalid(
                    "Malformed input request: " + e.getMessage() + ", please reformat your input and try again.");
        }
    }

    /** In the service's words. */
    static void require(JsonNode body, List<String> members, String required) {
        if (!body.path(required).isTextual()) {
            throw malformed("#: required key [" + required + "] not found");
        }
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!members.contains(member.getKey())) {
                throw malformed("#: extraneous key [" + member.getKey() + "] is not permitted");
            }
        }
    }

    private static BedrockError malformed(String why) {
        return BedrockError.invalid("Malformed input request: " + why + ", please reformat your input and try again.");
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
        return form.whole(outcome, omissions);
    }

    @Override
    public List<Chunk> chunks(Outcome outcome, Omissions omissions) {
        if (!form.streams()) {
            throw BedrockError.invalid("The model is unsupported for streaming.");
        }
        String text = outcome.text() == null ? "" : outcome.text();
        List<Chunk> chunks = new ArrayList<>();
        for (String piece : TokenPieces.of(text)) {
            boolean first = chunks.isEmpty();
            chunks.add(new Chunk(Role.CONTENT, () -> form.chunk(piece, first, outcome)));
        }
        chunks.add(new Chunk(Role.FINISH, () -> form.last(outcome)));
        return chunks;
    }
}
