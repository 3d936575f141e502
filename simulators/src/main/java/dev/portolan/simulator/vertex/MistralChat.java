package dev.portolan.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.internal.Framing;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.SimulatorState;
import dev.portolan.simulator.internal.openai.Additions;
import dev.portolan.simulator.internal.openai.ChatService;
import dev.portolan.simulator.internal.openai.ModelName;
import dev.portolan.simulator.internal.openai.OpenAiError;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Mistral's models by {@code RawPredict}: Chat Completions in Mistral's manner, the model named in the body too. See
 * https://cloud.google.com/vertex-ai/generative-ai/docs/partner-models/mistral and https://docs.mistral.ai/api.
 */
final class MistralChat {

    static final String PUBLISHER = "mistralai";

    /** What Mistral takes beside OpenAI's parameters. */
    private static final Additions MANNER = new Additions() {
        @Override
        public Set<String> chatParameters() {
            return Set.of("random_seed", "safe_prompt", "prompt_mode");
        }
    };

    private final ChatService chats;

    MistralChat(SimulatorState state, InstantSource clock) {
        this.chats = new ChatService(state, clock, MANNER);
    }

    /** A request that was understood. */
    record Call(ChatService.Asked asked) {

        Prompt prompt() {
            return asked.prompt();
        }

        GrpcAnswer answer(Omissions without, LongConsumer limits) {
            try {
                return carried(asked.answer(without, limits), prompt().streaming());
            } catch (OpenAiError e) {
                throw new VertexError(Code.INTERNAL, "Internal error encountered.");
            }
        }
    }

    Call read(String json, ModelPath path, boolean streaming) {
        JsonNode body = Json.parse(json);
        if (body == null || !body.isObject()) {
            throw VertexError.invalid("The request body is no JSON object.");
        }
        if (!body.path("model").asText().equals(path.model())) {
            throw VertexError.invalid("The model of the body is not that of the address.");
        }
        if (body.path("stream").asBoolean() != streaming) {
            throw VertexError.invalid("stream does not fit the method.");
        }
        if (streaming) {
            // Mistral always tells usage at the end of a stream, and knows no options for it.
            if (body.has("stream_options")) {
                throw VertexError.invalid("stream_options: Extra inputs are not permitted");
            }
            ((ObjectNode) body).putObject("stream_options").put("include_usage", true);
        }
        try {
            return new Call(chats.read(body, new ModelName(path.model(), path.model(), path.model())));
        } catch (OpenAiError e) {
            throw VertexError.invalid(e.getMessage());
        }
    }

    private static GrpcAnswer carried(HttpAnswer answer, boolean streaming) {
        if (streaming) {
            List<Piece> pieces = answer.pieces().stream()
                    .map(piece -> new Piece(
                            piece.role(), () -> body(piece.bytes(), "text/event-stream"), Framing.NONE, piece.text()))
                    .toList();
            return GrpcAnswer.streamed(pieces);
        }
        Piece whole = answer.pieces().get(0);
        return GrpcAnswer.whole(answer.tokens(), body(whole.bytes(), "application/json"), whole.text());
    }

    private static byte[] body(byte[] bytes, String type) {
        return HttpBody.newBuilder()
                .setContentType(type)
                .setData(ByteString.copyFrom(bytes))
                .build()
                .toByteArray();
    }
}
