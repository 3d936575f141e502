package dev.portolan.simulator.vertex;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import dev.portolan.simulator.internal.Framing;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.Role;
import dev.portolan.simulator.internal.SseFraming;
import dev.portolan.simulator.internal.anthropic.MessagesAnswer;
import java.util.ArrayList;
import java.util.List;

/** Puts an answer of Anthropic's Messages API into bodies as Vertex does: in one, or as events in bodies that end anywhere. */
final class AnthropicAnswer {

    /** What ids begin with behind their kind. */
    static final String IDS = "vrtx_";

    private AnthropicAnswer() {}

    static GrpcAnswer of(MessagesAnswer answer, boolean streaming, String anyText) {
        return streaming
                ? GrpcAnswer.streamed(events(answer))
                : GrpcAnswer.whole(
                        (int) answer.outputTokens(), body(Json.bytes(answer.whole()), "application/json"), anyText);
    }

    private static byte[] body(byte[] bytes, String type) {
        return HttpBody.newBuilder()
                .setContentType(type)
                .setData(ByteString.copyFrom(bytes))
                .build()
                .toByteArray();
    }

    private static List<Piece> events(MessagesAnswer answer) {
        Split split = new Split();
        answer.events().forEach(split::add);
        return split.pieces;
    }

    /** Puts events into bodies: each body begins with the rest of the event before, and leaves a rest of its own. */
    private static final class Split {
        private final List<Piece> pieces = new ArrayList<>();
        private byte[] rest = new byte[0];

        void add(MessagesAnswer.Event event) {
            String type = event.type();
            Role role = event.role();
            byte[] bytes = SseFraming.event(type).frame(Json.bytes(event.json()));
            // Only what comes before the end may be divided: what is for the end alone can be left out.
            boolean divided = role == Role.START || (role == Role.CONTENT && !type.equals("content_block_stop"));
            int kept = divided ? Math.floorMod(31 * pieces.size() + bytes.length, bytes.length) : 0;
            byte[] body = new byte[rest.length + bytes.length - kept];
            System.arraycopy(rest, 0, body, 0, rest.length);
            System.arraycopy(bytes, 0, body, rest.length, bytes.length - kept);
            rest = new byte[kept];
            System.arraycopy(bytes, bytes.length - kept, rest, 0, kept);
            byte[] message = body(body, "text/event-stream");
            pieces.add(new Piece(role, () -> message, Framing.NONE, "data: "));
        }
    }
}
