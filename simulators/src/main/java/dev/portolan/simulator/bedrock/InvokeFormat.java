package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.Role;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/** A chat model's own format, as InvokeModel carries it: a request that was understood, and how it is answered. */
interface InvokeFormat {

    /** What was asked. */
    ChatRequest request();

    /** An id for a tool call, in this format. */
    String callId(Ids ids);

    /** The whole answer. */
    byte[] whole(Outcome outcome, Omissions omissions);

    /** The answer in chunks; the last one has the service's own counts. */
    List<Piece> chunks(Outcome outcome, Omissions omissions);

    /** The one event that such streams have: a piece of the model's own JSON, in base64. */
    static Piece chunk(Role role, Supplier<ObjectNode> json) {
        return EventFraming.piece(
                role,
                "chunk",
                () -> {
                    byte[] text = json.get().toString().getBytes(StandardCharsets.UTF_8);
                    ObjectNode event = JsonNodeFactory.instance.objectNode();
                    return event.put("bytes", Base64.getEncoder().encodeToString(text));
                },
                "");
    }
}
