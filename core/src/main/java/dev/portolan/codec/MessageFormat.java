package dev.portolan.codec;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages, told apart by their {@code role}. */
final class MessageFormat {

    private MessageFormat() {}

    static void write(JsonWriter out, Message message) {
        fields(out.object(), message);
        out.endObject();
    }

    static void fields(JsonWriter out, Message message) {
        out.field("role", role(message))
                .list("parts", message.parts(), PartFormat::write)
                .field("vendorState", message.vendorState(), VendorStateFormat::write);
    }

    private static String role(Message message) {
        if (message instanceof UserMessage) {
            return "user";
        } else if (message instanceof AssistantMessage) {
            return "assistant";
        }
        return message instanceof ToolMessage ? "tool" : "system";
    }

    static Message read(Place at) {
        Place role = at.get("role");
        return switch (role.text()) {
            case "system" -> new SystemMessage(parts(at), state(at));
            case "user" -> new UserMessage(parts(at), state(at));
            case "assistant" -> readAssistant(at);
            case "tool" -> new ToolMessage(parts(at), state(at));
            default -> throw role.wrong("must be one of system, user, assistant, tool");
        };
    }

    /** Where only an assistant can speak no role is written. */
    static AssistantMessage readAssistant(Place at) {
        return new AssistantMessage(parts(at), state(at));
    }

    private static List<Part> parts(Place at) {
        return at.list("parts", PartFormat::read);
    }

    private static @Nullable VendorState state(Place at) {
        return PartFormat.state(at);
    }
}
