package dev.portolan.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.FunctionCall;
import com.google.cloud.aiplatform.v1.Part;
import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as contents of parts, one after the other; {@link VertexHistory} then makes legal turns of them.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference#content">Google: Content</a>
 */
final class MessageMapper {

    static final String USER = "user";
    static final String MODEL = "model";

    /**
     * What stands for the signature of a call that Gemini did not make or whose signature is lost.
     *
     * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/thought-signatures">Google: thought signatures</a>
     */
    static final ByteString NO_SIGNATURE = ByteString.copyFromUtf8("skip_thought_signature_validator");

    private final Family family;
    private final ToolNames names;
    private final List<Warning> warnings;
    private final ResultMapper results;
    private final Set<String> executed = new HashSet<>(0);
    private List<ToolCall> openCalls = List.of();

    MessageMapper(Family family, ToolNames names, List<Warning> warnings) {
        this.family = family;
        this.names = names;
        this.warnings = warnings;
        this.results = new ResultMapper(family, names, warnings);
    }

    /** The system instruction, wherever in the history its parts stand; without parts when there is none. */
    Content system(List<Message> messages) {
        Content.Builder system = Content.newBuilder();
        boolean late = false;
        boolean spoken = false;
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof SystemMessage message) {
                late |= spoken;
                for (dev.portolan.chat.Part part : message.parts()) {
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
        return system.build();
    }

    private void systemPart(dev.portolan.chat.Part part, String field, Content.Builder system) {
        if (part instanceof TextPart text) {
            if (!text.text().isEmpty()) {
                system.addParts(Part.newBuilder().setText(text.text()));
            }
        } else if (part instanceof OtherPart other) {
            raw(other, field, system);
        } else {
            throw MediaParts.unsupported(field, "system instructions of Gemini hold text");
        }
    }

    /** The other messages as turns, not yet legal ones. */
    List<Content> turns(List<Message> messages) {
        List<Content> turns = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String field = "messages[" + i + "]";
            if (message instanceof AssistantMessage said) {
                openCalls = said.toolCalls();
                turns.add(said(said, field));
            } else if (message instanceof ToolMessage tools) {
                turns.addAll(results.write(tools, openCalls, executed, field));
            } else if (!(message instanceof SystemMessage)) {
                Content.Builder content = Content.newBuilder().setRole(USER);
                for (int k = 0; k < message.parts().size(); k++) {
                    write(message.parts().get(k), field + ".parts[" + k + "]", content);
                }
                turns.add(content.build());
            }
        }
        return turns;
    }

    private Content said(AssistantMessage message, String field) {
        Content.Builder content = Content.newBuilder().setRole(MODEL);
        boolean called = false;
        for (int k = 0; k < message.parts().size(); k++) {
            String at = field + ".parts[" + k + "]";
            if (message.parts().get(k) instanceof ToolCall call) {
                called |= call(call, !called, at, content);
            } else {
                write(message.parts().get(k), at, content);
            }
        }
        return content.build();
    }

    private void write(dev.portolan.chat.Part part, String field, Content.Builder content) {
        if (part instanceof TextPart text) {
            text(text, field, content);
        } else if (part instanceof ReasoningPart thought) {
            reasoning(thought, field, content);
        } else if (part instanceof RefusalPart refusal) {
            content.addParts(Part.newBuilder().setText(refusal.text()));
        } else if (part instanceof CitationPart citation) {
            // The service knows its own sources.
            if (Origin.own(citation.vendorState()) == null) {
                leftOut(field, "Citations of another vendor are not sent");
            }
        } else if (part instanceof OtherPart other) {
            raw(other, field, content);
        } else {
            content.addParts(MediaParts.write(part, field));
        }
    }

    private void text(TextPart text, String field, Content.Builder content) {
        JsonNode own = own(text.vendorState(), field);
        ByteString signature = Origin.signature(own, Origin.SIGNATURE);
        ByteString after = Origin.signature(own, Origin.SIGNATURE_AFTER);
        if (!text.text().isEmpty() || !signature.isEmpty()) {
            content.addParts(Part.newBuilder().setText(text.text()).setThoughtSignature(signature));
        }
        if (!after.isEmpty()) {
            content.addParts(Part.newBuilder().setText("").setThoughtSignature(after));
        }
    }

    /** Thoughts stay at home, but for signed ones: the service wants those back as they were. */
    private void reasoning(ReasoningPart thought, String field, Content.Builder content) {
        if (thought.vendorState() == null) {
            leftOut(field, "Reasoning without a signature is not sent");
            return;
        }
        ByteString signature = signature(thought.vendorState(), field);
        if (!signature.isEmpty()) {
            content.addParts(Part.newBuilder()
                    .setText(thought.text())
                    .setThought(!thought.text().isEmpty())
                    .setThoughtSignature(signature));
        }
    }

    /** Adds a call; the first of a step must carry a signature where the family wants one. */
    private boolean call(ToolCall call, boolean first, String field, Content.Builder content) {
        if (call.providerExecuted()) {
            executed.add(call.id());
            leftOut(field, "A call that a provider ran itself is not sent");
            return false;
        }
        ByteString signature = signature(call.vendorState(), field);
        if (signature.isEmpty() && first && family.is(Family.SIGNATURES, "required")) {
            signature = NO_SIGNATURE;
            warnings.add(new Warning(
                    "rewritten",
                    field,
                    "The call has no signature of Gemini's; the documented value in its place is sent"));
        }
        content.addParts(Part.newBuilder()
                .setFunctionCall(FunctionCall.newBuilder()
                        .setName(names.wire(call.name()))
                        .setArgs(arguments(call, field)))
                .setThoughtSignature(signature));
        return true;
    }

    /** The wire has only objects; what a model wrote that is none is kept within one. */
    private Struct arguments(ToolCall call, String field) {
        if (WireJson.isObject(call.arguments())) {
            return ProtoJson.struct(WireJson.tree(call.arguments()));
        }
        warnings.add(new Warning("rewritten", field, "Arguments that are no JSON object were wrapped in one"));
        return ProtoJson.struct(JsonNodeFactory.instance.objectNode().put("invalid_arguments", call.arguments()));
    }

    private void raw(OtherPart part, String field, Content.Builder content) {
        JsonNode own = own(part.vendorState(), field);
        Part whole = own == null ? null : Origin.part(own);
        if (whole != null) {
            content.addParts(whole);
        }
    }

    private ByteString signature(@Nullable VendorState state, String field) {
        return Origin.signature(own(state, field), Origin.SIGNATURE);
    }

    private @Nullable JsonNode own(@Nullable VendorState state, String field) {
        JsonNode own = Origin.own(state);
        if (own == null && state != null) {
            leftOut(field, "State that " + state.origin() + " gave is not sent to " + Origin.GENERATE);
        }
        return own;
    }

    private void leftOut(String field, String what) {
        warnings.add(new Warning("left-out", field, what));
    }
}
