package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a conversation as {@code instructions} and {@code input}.
 *
 * <p>A system message that opens the conversation, is one plain text and is the only one of those at its start that did not
 * come from this wire's {@code input}, becomes {@code instructions}: like a system message it belongs to this request, and is
 * not carried over by {@code previous_response_id}. All other system messages travel in {@code input} at their place, with the
 * role they came with, {@code system} unless known.
 *
 * <p>A message without parts is not written.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/create">OpenAI: create a response</a>
 */
final class MessageMapper {

    private static final Set<String> MESSAGE = Set.of("type", "role", "content");

    private final Origin origin;
    private final ContentMapper content;
    private final boolean developerRole;

    MessageMapper(WireProfile profile, Origin origin) {
        this.origin = origin;
        this.content = new ContentMapper(origin, profile.provider());
        this.developerRole = !profile.has(Quirk.NO_DEVELOPER_ROLE);
    }

    /**
     * Writes both members.
     *
     * @param out stands inside the request
     * @param request holds the conversation
     * @param leftOut is told what cannot travel
     * @throws IOException never
     */
    void write(JsonGenerator out, ChatRequest request, LeftOut leftOut) throws IOException {
        List<Message> messages = request.messages();
        String instructions = instructions(messages);
        if (instructions != null) {
            out.writeStringField("instructions", instructions);
            leftOut.state(messages.get(0).vendorState());
            leftOut.endOfMessage(0);
        }
        int first = instructions == null ? 0 : 1;
        if (messages.subList(first, messages.size()).stream()
                .allMatch(message -> message.parts().isEmpty())) {
            return;
        }
        out.writeArrayFieldStart("input");
        Set<String> declared = new HashSet<>(0);
        request.tools().forEach(tool -> declared.add(tool.name()));
        ItemMapper items = new ItemMapper(out, origin, content, leftOut, declared);
        for (int i = first; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message instanceof SystemMessage system) {
                input(out, system, role(system), i, leftOut);
            } else if (message instanceof UserMessage user) {
                input(out, user, "user", i, leftOut);
            } else if (message instanceof AssistantMessage assistant) {
                items.assistant(
                        assistant, i, i + 1 < messages.size() && messages.get(i + 1) instanceof AssistantMessage);
            } else if (message instanceof ToolMessage tool) {
                items.results(tool, i);
            }
            leftOut.endOfMessage(i);
        }
        out.writeEndArray();
    }

    private @Nullable String instructions(List<Message> messages) {
        int free = 0;
        for (Message message : messages) {
            if (!(message instanceof SystemMessage)) {
                break;
            }
            free += origin.owns(message.vendorState()) ? 0 : 1;
        }
        Message first = messages.get(0);
        return free == 1
                        && first instanceof SystemMessage
                        && !origin.owns(first.vendorState())
                        && first.parts().size() == 1
                        && first.parts().get(0) instanceof TextPart text
                        && !origin.owns(text.vendorState())
                ? text.text()
                : null;
    }

    private String role(SystemMessage message) {
        VendorState state = message.vendorState();
        boolean developer = state != null
                && origin.owns(state)
                && WireJson.tree(state.json()).path("role").asText().equals("developer");
        return developer && developerRole ? "developer" : "system";
    }

    private void input(JsonGenerator out, Message message, String role, int index, LeftOut leftOut) throws IOException {
        if (message.parts().isEmpty()) {
            return;
        }
        if (message.parts().size() == 1
                && message.parts().get(0) instanceof OtherPart other
                && !ContentTypes.isContent(other.type())) {
            content.opaque(out, other, leftOut);
            return;
        }
        out.writeStartObject();
        out.writeStringField("role", role);
        out.writeFieldName("content");
        content.write(out, message.parts(), "messages[" + index + "]", leftOut);
        content.state(out, message.vendorState(), MESSAGE, leftOut);
        out.writeEndObject();
    }
}
