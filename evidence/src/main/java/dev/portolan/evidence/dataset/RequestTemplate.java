package dev.portolan.evidence.dataset;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.UserMessage;
import dev.portolan.prompt.Template;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requests whose texts are templates. */
final class RequestTemplate {

    private RequestTemplate() {}

    static Set<String> names(ChatRequest request) {
        Set<String> names = new LinkedHashSet<>();
        for (Message message : request.messages()) {
            for (Part part : message.parts()) {
                if (part instanceof TextPart said) {
                    names.addAll(Template.of(said.text()).names());
                }
            }
        }
        return names;
    }

    /** Fills in all texts; every name has a value. */
    static ChatRequest fill(ChatRequest request, Map<String, String> variables) {
        return request.toBuilder()
                .messages(request.messages().stream()
                        .map(message -> fill(message, variables))
                        .toList())
                .build();
    }

    private static Message fill(Message message, Map<String, String> variables) {
        List<Part> parts = message.parts().stream()
                .map(part -> part instanceof TextPart said
                        ? new TextPart(Template.of(said.text()).fill(variables), said.vendorState())
                        : part)
                .toList();
        if (message instanceof SystemMessage) {
            return new SystemMessage(parts, message.vendorState());
        } else if (message instanceof UserMessage) {
            return new UserMessage(parts, message.vendorState());
        }
        return message instanceof AssistantMessage ? new AssistantMessage(parts, message.vendorState()) : message;
    }
}
