package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.Obedience;
import dev.portolan.simulator.internal.SchemaExample;
import java.util.List;

/** Holds a reply to the schemas of strict tools, as the service's decoding does. */
final class StrictTools {

    private StrictTools() {}

    /** The reply with arguments that fit wherever a strict tool is called. */
    static Reply obeyed(ChatRequest request, Reply reply) {
        List<ToolCall> calls =
                reply.toolCalls().stream().map(call -> fitting(request, call)).toList();
        return new Reply(reply.text(), calls, reply.refusal(), reply.reasoning(), reply.finish(), reply.usage());
    }

    private static ToolCall fitting(ChatRequest request, ToolCall call) {
        for (Tool tool : request.tools()) {
            if (tool.name().equals(call.name()) && Boolean.TRUE.equals(tool.strict())) {
                String schema = tool.parameters().json();
                JsonNode arguments = Json.parse(call.arguments());
                boolean fits = arguments != null && Obedience.conforms(arguments, schema);
                return fits ? call : new ToolCall(call.id(), call.name(), SchemaExample.of(schema));
            }
        }
        return call;
    }
}
