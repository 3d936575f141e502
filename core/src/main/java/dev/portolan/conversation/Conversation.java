package dev.portolan.conversation;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Message;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was said so far, and by whom. Immutable: what adds gives a new conversation.
 *
 * <pre>{@code
 * Conversation talk = Conversation.create().add(Message.user("Which port is next?"));
 * talk = talk.add(model.chat(talk.toRequest()));
 * String json = JsonCodec.CONVERSATION.toJson(talk);
 * }</pre>
 *
 * <p>The messages are kept as they were said: nothing is left out or rewritten here for one vendor or another. That happens
 * on the way to a model, each time, by the rules of that model's wire; so the next request may go to another provider.
 *
 * <p>Equality covers everything, times included.
 */
public final class Conversation {

    private final String id;
    private final @Nullable String title;
    private final Map<String, String> metadata;
    private final List<ConversationEntry> entries;

    private Conversation(
            String id, @Nullable String title, Map<String, String> metadata, List<ConversationEntry> entries) {
        this.id = Objects.requireNonNull(id, "id");
        this.title = title;
        this.metadata = Map.copyOf(metadata);
        this.entries = List.copyOf(entries);
    }

    /**
     * An empty conversation with a random id.
     *
     * @return a conversation without messages
     */
    public static Conversation create() {
        return create(UUID.randomUUID().toString());
    }

    /**
     * An empty conversation.
     *
     * @param id how the application finds it again; any text
     * @return a conversation without messages
     */
    public static Conversation create(String id) {
        return new Conversation(id, null, Map.of(), List.of());
    }

    /**
     * How the application finds it again.
     *
     * @return the id
     */
    public String id() {
        return id;
    }

    /**
     * What it is about, for people.
     *
     * @return the title, or {@code null} when it has none
     */
    public @Nullable String title() {
        return title;
    }

    /**
     * What the application keeps with it. It is never sent to a model.
     *
     * @return unmodifiable, empty for nothing
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * The messages with what is known of them, oldest first.
     *
     * @return an unmodifiable list
     */
    public List<ConversationEntry> entries() {
        return entries;
    }

    /**
     * The messages, oldest first.
     *
     * @return an unmodifiable list
     */
    public List<Message> messages() {
        return entries.stream().map(ConversationEntry::message).toList();
    }

    /**
     * With another title.
     *
     * @param value the title, or {@code null} for none
     * @return a conversation
     */
    public Conversation withTitle(@Nullable String value) {
        return new Conversation(id, value, metadata, entries);
    }

    /**
     * With one more fact to keep; it takes the place of one with the same key.
     *
     * @param key its name
     * @param value the fact
     * @return a conversation
     */
    public Conversation withMetadata(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(metadata);
        more.put(key, value);
        return new Conversation(id, title, more, entries);
    }

    /**
     * With other messages, under the same id, title and metadata.
     *
     * @param value all of them, oldest first
     * @return a conversation
     */
    public Conversation withEntries(List<ConversationEntry> value) {
        return new Conversation(id, title, metadata, value);
    }

    /**
     * With one more message, added now.
     *
     * @param message what was said
     * @return a conversation
     */
    public Conversation add(Message message) {
        return add(new ConversationEntry(message, null, Instant.now(), false));
    }

    /**
     * With a model's answer, added now; which model it was is kept.
     *
     * @param response the answer
     * @return a conversation
     */
    public Conversation add(ChatResponse response) {
        return add(new ConversationEntry(response.message(), MessageOrigin.of(response), Instant.now(), false));
    }

    /**
     * With one more message and what is known of it.
     *
     * @param entry the message
     * @return a conversation
     */
    public Conversation add(ConversationEntry entry) {
        List<ConversationEntry> more = new ArrayList<>(entries);
        more.add(entry);
        return withEntries(more);
    }

    /**
     * With more messages, added now.
     *
     * @param messages what was said, oldest first
     * @return a conversation
     */
    public Conversation addAll(List<? extends Message> messages) {
        Instant now = Instant.now();
        List<ConversationEntry> more = new ArrayList<>(entries);
        messages.forEach(message -> more.add(new ConversationEntry(message, null, now, false)));
        return withEntries(more);
    }

    /**
     * Goes on to a history that begins with this one, such as a tool loop gives back: the messages here keep what is known of
     * them, those that follow are added now.
     *
     * @param history all messages, oldest first
     * @return a conversation
     * @throws IllegalArgumentException when the history does not begin with the messages of this conversation
     */
    public Conversation continueTo(List<? extends Message> history) {
        return continueTo(history, List.of());
    }

    /**
     * Goes on to a history that begins with this one, and keeps which models wrote it.
     *
     * @param history all messages, oldest first
     * @param responses the answers among them, in any order
     * @return a conversation
     * @throws IllegalArgumentException when the history does not begin with the messages of this conversation
     */
    public Conversation continueTo(List<? extends Message> history, List<ChatResponse> responses) {
        int known = entries.size();
        if (history.size() < known || !history.subList(0, known).equals(messages())) {
            throw new IllegalArgumentException(
                    "history: does not begin with the " + known + " messages of conversation " + id);
        }
        Instant now = Instant.now();
        List<ConversationEntry> more = new ArrayList<>(entries);
        for (Message message : history.subList(known, history.size())) {
            MessageOrigin origin = responses.stream()
                    .filter(response -> response.message().equals(message))
                    .findFirst()
                    .map(MessageOrigin::of)
                    .orElse(null);
            more.add(new ConversationEntry(message, origin, now, false));
        }
        return withEntries(more);
    }

    /**
     * Marks a message as one that {@link Trimming} must keep.
     *
     * @param index its place in {@link #entries()}
     * @return a conversation
     * @throws IndexOutOfBoundsException when there is no such message
     */
    public Conversation pin(int index) {
        List<ConversationEntry> all = new ArrayList<>(entries);
        all.set(index, all.get(index).withPinned(true));
        return withEntries(all);
    }

    /**
     * The tool calls that wait for a result: those of the last assistant message that no later message answers. Calls that
     * the provider ran itself never wait. While any waits the conversation cannot be sent: vendors refuse a call without its
     * result.
     *
     * @return the calls in order, none when nothing waits
     */
    public List<ToolCall> pendingToolCalls() {
        List<ToolResult> answers = new ArrayList<>();
        for (int i = entries.size() - 1; i >= 0; i--) {
            Message message = entries.get(i).message();
            if (message instanceof AssistantMessage assistant) {
                return assistant.toolCalls().stream()
                        .filter(call -> answers.stream()
                                .noneMatch(answer -> answer.callId().equals(call.id())))
                        .toList();
            } else if (message instanceof ToolMessage results) {
                answers.addAll(results.results());
            }
        }
        return List.of();
    }

    /**
     * Answers every waiting tool call with a failure, so that the conversation can go on without them, as when the user says
     * something else while a tool waits for approval.
     *
     * @param reason why the tools did not run, in words for the model
     * @return a conversation in which no call waits; this one when none did
     */
    public Conversation refusePending(String reason) {
        List<ToolCall> waiting = pendingToolCalls();
        return waiting.isEmpty()
                ? this
                : add(new ToolMessage(waiting.stream()
                        .map(call -> ToolResult.error(call, reason))
                        .toList()));
    }

    /**
     * The messages as a request without settings.
     *
     * @return a request
     * @throws IllegalArgumentException when there is no message yet
     */
    public ChatRequest toRequest() {
        return toRequest(ChatRequest.builder());
    }

    /**
     * The messages under the settings of a request.
     *
     * @param settings sampling, tools, output format and so on; messages it has are replaced by those of the conversation
     * @return a request
     * @throws IllegalArgumentException when there is no message yet, or the settings are wrong
     */
    public ChatRequest toRequest(ChatRequest.Builder settings) {
        return settings.messages(messages()).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Conversation that
                && id.equals(that.id)
                && Objects.equals(title, that.title)
                && metadata.equals(that.metadata)
                && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, title, metadata, entries);
    }

    @Override
    public String toString() {
        return "Conversation[id=" + id + ", " + entries.size() + " messages]";
    }
}
