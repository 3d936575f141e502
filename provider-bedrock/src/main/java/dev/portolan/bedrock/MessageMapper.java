package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.CallIds;
import dev.portolan.spi.support.ToolNames;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.anthropic.OpenTurn;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as turns of content blocks, one part after the other; {@link BedrockHistory} then makes legal turns of them.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html">AWS: ContentBlock</a>
 */
final class MessageMapper {

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_.:-]{1,64}");
    private static final Pattern CLAUDE_ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int ID_DIGITS = 22;
    private static final Pattern SHORT_ID = Pattern.compile("[a-zA-Z0-9]{9}");
    private static final int SHORT_DIGITS = 9;

    private final Family family;
    private final CallIds ids;
    private final MediaBlocks media;
    private final List<Warning> warnings;
    private final boolean toolsAsText;
    private final boolean thinks;
    private final ResultMapper results;
    private final Set<String> executed = new HashSet<>(0);

    /**
     * @param toolsAsText whether calls and results of the history are told as text, since the request has no tools
     * @param thinks whether the request may show the model what it thought in a turn of tools that is still open
     */
    MessageMapper(Family family, MediaBlocks media, List<Warning> warnings, boolean toolsAsText, boolean thinks) {
        this.family = family;
        this.ids = ids(family);
        this.thinks = thinks;
        this.media = media;
        this.warnings = warnings;
        this.toolsAsText = toolsAsText;
        this.results = new ResultMapper(family, ids, media, warnings);
    }

    /** Anthropic's own rule is narrower than that of the service: no dots and colons. */
    private static CallIds ids(Family family) {
        if (family.is(Family.TOOL_IDS, "short")) {
            return new CallIds(SHORT_ID, "", SHORT_DIGITS);
        }
        return new CallIds(family.is(Family.NAME, "claude") ? CLAUDE_ID : ID, "call_", ID_DIGITS);
    }

    /** Adds the system blocks, wherever in the history they stand. */
    void system(List<Message> messages, ArrayNode system) {
        boolean late = false;
        boolean spoken = false;
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof SystemMessage message) {
                late |= spoken;
                for (Part part : message.parts()) {
                    systemPart(part, "messages[" + i + "]", system);
                }
            } else {
                spoken = true;
            }
        }
        if (late) {
            warnings.add(new Warning(
                    "rewritten", "messages", "System text in the middle of the conversation was moved to its start"));
        }
    }

    private void systemPart(Part part, String field, ArrayNode system) {
        if (part instanceof TextPart text) {
            if (!text.text().isBlank()) {
                system.addObject().put("text", text.text());
            }
        } else if (part instanceof OtherPart other) {
            raw(other, field, system);
        } else {
            throw MediaBlocks.unsupported(field, "system messages of Bedrock hold text");
        }
    }

    /** The other messages as turns, not yet legal ones. */
    ArrayNode turns(List<Message> messages) {
        ArrayNode turns = JsonNodeFactory.instance.arrayNode();
        int open = thinks ? -1 : OpenTurn.start(messages);
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message instanceof SystemMessage) {
                continue;
            }
            ObjectNode turn = turns.addObject();
            turn.put("role", message instanceof AssistantMessage ? "assistant" : "user");
            ArrayNode content = turn.putArray("content");
            for (int k = 0; k < message.parts().size(); k++) {
                Part part = message.parts().get(k);
                String field = "messages[" + i + "].parts[" + k + "]";
                if (part instanceof ReasoningPart && open >= 0 && i >= open) {
                    leftOut(field, "A model that does not think now takes no reasoning in the open turn of tools");
                } else {
                    write(part, field, content);
                }
            }
        }
        return turns;
    }

    private void write(Part part, String field, ArrayNode content) {
        if (part instanceof TextPart text) {
            text(text, field, content);
        } else if (part instanceof ReasoningPart thought) {
            reasoning(thought, field, content);
        } else if (part instanceof ToolCall call) {
            call(call, field, content);
        } else if (part instanceof ToolResult result) {
            result(result, field, content);
        } else if (part instanceof RefusalPart said) {
            if (!said.text().isBlank()) {
                content.addObject().put("text", said.text());
            }
        } else if (part instanceof CitationPart citation) {
            // Cited text carries its citations itself.
            if (Origin.own(citation.vendorState()) == null) {
                leftOut(field, "Citations of another vendor are not sent");
            }
        } else if (part instanceof OtherPart other) {
            raw(other, field, content);
        } else {
            content.add(media.write(part, field));
        }
    }

    private void text(TextPart text, String field, ArrayNode content) {
        JsonNode own = own(text.vendorState(), field);
        if (own != null && own.has("citationsContent")) {
            content.addObject().set("citationsContent", own.path("citationsContent"));
        } else if (!text.text().isBlank()) {
            content.addObject().put("text", text.text());
        }
    }

    /** Signed or redacted reasoning goes back as it came, to the family that gave it; any other nowhere. */
    private void reasoning(ReasoningPart thought, String field, ArrayNode content) {
        JsonNode own = own(thought.vendorState(), field);
        if (own == null) {
            if (thought.vendorState() == null) {
                leftOut(field, "Reasoning without a signature is not sent");
            }
        } else if (own.path("family").asText().equals(family.name())) {
            content.addObject().set("reasoningContent", own.path("reasoningContent"));
        } else {
            leftOut(field, "Reasoning of " + own.path("family").asText() + " is not sent to another family");
        }
    }

    private void call(ToolCall call, String field, ArrayNode content) {
        JsonNode own = call.vendorState() == null ? null : own(call.vendorState(), field);
        if (call.providerExecuted() && own == null) {
            executed.add(call.id());
            leftOut(field, "A call that a provider ran itself is not sent");
            return;
        }
        if (toolsAsText) {
            content.addObject().put("text", "Call of tool " + call.name() + ": " + call.arguments());
            return;
        }
        ObjectNode use = content.addObject().putObject("toolUse");
        use.put("toolUseId", ids.call(call.id()));
        use.put("name", ToolNames.wire(call.name()));
        use.set("input", input(call, field));
        if (own != null && own.path("type").isTextual()) {
            use.set("type", own.path("type"));
        }
    }

    /** The wire has only objects; what a model wrote that is none is kept within one. */
    private JsonNode input(ToolCall call, String field) {
        if (WireJson.isObject(call.arguments())) {
            return WireJson.tree(call.arguments());
        }
        warnings.add(new Warning("rewritten", field, "Arguments that are no JSON object were wrapped in one"));
        return JsonNodeFactory.instance.objectNode().put("invalid_arguments", call.arguments());
    }

    private void result(ToolResult result, String field, ArrayNode content) {
        if (executed.contains(result.callId())) {
            leftOut(field, "The result of a call that a provider ran itself is not sent");
        } else if (toolsAsText) {
            content.addObject()
                    .put(
                            "text",
                            (result.error() ? "Error of tool " : "Output of tool ") + result.toolName() + ": "
                                    + result.text());
        } else {
            results.write(result, field, content);
        }
    }

    /** A block of this wire without a name in common: cache points, guarded content, results of the service's own tools. */
    private void raw(OtherPart part, String field, ArrayNode content) {
        JsonNode own = own(part.vendorState(), field);
        if (own == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> member : own.properties()) {
            content.addObject().set(member.getKey(), member.getValue());
        }
    }

    private @Nullable JsonNode own(@Nullable VendorState state, String field) {
        JsonNode own = Origin.own(state);
        if (own == null && state != null) {
            leftOut(field, "State that " + state.origin() + " gave is not sent to " + Origin.CONVERSE);
        }
        return own;
    }

    private void leftOut(String field, String what) {
        warnings.add(new Warning("left-out", field, what));
    }
}
