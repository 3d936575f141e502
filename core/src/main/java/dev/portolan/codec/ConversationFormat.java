package dev.portolan.codec;

import dev.portolan.conversation.Conversation;
import dev.portolan.conversation.ConversationEntry;
import dev.portolan.conversation.MessageOrigin;
import java.util.Map;

/** A conversation with what is known of each message. */
final class ConversationFormat {

    private ConversationFormat() {}

    static void fields(JsonWriter out, Conversation conversation) {
        out.field("id", conversation.id())
                .field("title", conversation.title())
                .texts("metadata", conversation.metadata())
                .list("entries", conversation.entries(), ConversationFormat::writeEntry);
    }

    static Conversation read(Place at) {
        Conversation conversation = Conversation.create(at.get("id", Place::text))
                .withTitle(at.find("title", Place::text))
                .withEntries(at.list("entries", ConversationFormat::readEntry));
        for (Map.Entry<String, String> fact : at.texts("metadata").entrySet()) {
            conversation = conversation.withMetadata(fact.getKey(), fact.getValue());
        }
        return conversation;
    }

    private static void writeEntry(JsonWriter out, ConversationEntry entry) {
        out.object()
                .field("message", entry.message(), MessageFormat::write)
                .field("origin", entry.origin(), ConversationFormat::writeOrigin)
                .textOf("time", entry.time())
                .mark("pinned", entry.pinned())
                .endObject();
    }

    private static ConversationEntry readEntry(Place at) {
        return new ConversationEntry(
                at.get("message", MessageFormat::read),
                at.find("origin", ConversationFormat::readOrigin),
                at.find("time", Place::instant),
                at.marked("pinned"));
    }

    private static void writeOrigin(JsonWriter out, MessageOrigin origin) {
        out.object()
                .field("provider", origin.provider())
                .field("model", origin.model())
                .field("responseId", origin.responseId())
                .endObject();
    }

    private static MessageOrigin readOrigin(Place at) {
        return new MessageOrigin(
                at.get("provider", Place::text), at.get("model", Place::text), at.find("responseId", Place::text));
    }
}
