package dev.portolan.codec;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.conversation.Conversation;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.LlmException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One kind of noun as a JSON document and back.
 *
 * <pre>{@code
 * String json = JsonCodec.CONVERSATION.toJson(conversation);
 * Conversation again = JsonCodec.CONVERSATION.fromJson(json);
 * }</pre>
 *
 * <p>Every document names its format version and type: {@code {"portolan":1,"type":"messages",...}}. The text is canonical:
 * equal nouns give equal bytes, on every version of Java. What the vendor sent and wants back (vendor state, arguments of tool
 * calls, schemas, vendor options) comes back byte for byte.
 *
 * <p>Reading takes any white space and order of keys. Fields it does not know are passed over; parts and events of types it
 * does not know are kept whole as {@link dev.portolan.chat.OtherPart} and {@link ChatEvent.Other}, and written again as they
 * were. A document of a newer version is refused. What is nested deeper than 200 levels, or holds a string over 128 Mi
 * characters or more than 512 Mi characters in all, is neither read nor written.
 *
 * <p>Documents hold prompts, answers and the words of vendors: keep them as you keep those. They never hold credentials.
 * {@code docs/json-format.md} describes each field. Thread-safe.
 *
 * @param <T> the noun
 */
public final class JsonCodec<T> {

    /** The version of the format that is written. It is raised when a reader of the old one would misunderstand the new one. */
    public static final int VERSION = 1;

    /** What is asked. */
    public static final JsonCodec<ChatRequest> CHAT_REQUEST =
            new JsonCodec<>("chat-request", RequestFormat::fields, RequestFormat::read);

    /** A whole answer; the time taken and the attempt trail included. */
    public static final JsonCodec<ChatResponse> CHAT_RESPONSE =
            new JsonCodec<>("chat-response", ResponseFormat::fields, ResponseFormat::read);

    /** One message. */
    public static final JsonCodec<Message> MESSAGE =
            new JsonCodec<>("message", MessageFormat::fields, MessageFormat::read);

    /** The messages of a conversation. */
    public static final JsonCodec<List<Message>> MESSAGES = new JsonCodec<>(
            "messages",
            (out, messages) -> out.list("messages", messages, MessageFormat::write),
            at -> List.copyOf(at.list("messages", MessageFormat::read)));

    /** A conversation, with what is known of each of its messages. */
    public static final JsonCodec<Conversation> CONVERSATION =
            new JsonCodec<>("conversation", ConversationFormat::fields, ConversationFormat::read);

    /** One part of a message. */
    public static final JsonCodec<Part> PART = new JsonCodec<>(
            "part", (out, part) -> out.field("part", part, PartFormat::write), at -> at.get("part", PartFormat::read));

    /** One step of a streamed answer. */
    public static final JsonCodec<ChatEvent> CHAT_EVENT = new JsonCodec<>(
            "chat-event",
            (out, event) -> out.field("event", event, EventFormat::write),
            at -> at.get("event", EventFormat::read));

    /** Tokens taken. */
    public static final JsonCodec<Usage> USAGE = new JsonCodec<>("usage", UsageFormat::fields, UsageFormat::read);

    /**
     * A failure as data: kind and details, without cause and stack trace. What is read has the class of its kind and the stack
     * trace of its reading. The vendor's own words are kept; they may quote the prompt.
     */
    public static final JsonCodec<LlmException> ERROR =
            new JsonCodec<>("error", ErrorFormat::fields, ErrorFormat::read);

    /** One line of an attempt trail. */
    public static final JsonCodec<Attempt> ATTEMPT =
            new JsonCodec<>("attempt", TrailFormat::attemptFields, TrailFormat::readAttempt);

    /** One warning. */
    public static final JsonCodec<Warning> WARNING =
            new JsonCodec<>("warning", TrailFormat::warningFields, TrailFormat::readWarning);

    /** Texts to embed. */
    public static final JsonCodec<EmbeddingRequest> EMBEDDING_REQUEST =
            new JsonCodec<>("embedding-request", EmbeddingFormat::requestFields, EmbeddingFormat::readRequest);

    /** Vectors. */
    public static final JsonCodec<EmbeddingResponse> EMBEDDING_RESPONSE =
            new JsonCodec<>("embedding-response", EmbeddingFormat::responseFields, EmbeddingFormat::readResponse);

    /**
     * For whom a call was made: tenant, feature, task key, stickiness key and tags. All else of a context (credentials above all,
     * but also deadlines, handles and trace headers) belongs to the running call and is left out.
     */
    public static final JsonCodec<CallContext> CALL_CONTEXT =
            new JsonCodec<>("call-context", ContextFormat::fields, ContextFormat::read);

    private static final List<JsonCodec<?>> ALL = List.of(
            CHAT_REQUEST,
            CHAT_RESPONSE,
            MESSAGE,
            MESSAGES,
            CONVERSATION,
            PART,
            CHAT_EVENT,
            USAGE,
            ERROR,
            ATTEMPT,
            WARNING,
            EMBEDDING_REQUEST,
            EMBEDDING_RESPONSE,
            CALL_CONTEXT);

    private static final JsonReader READER = new JsonReader(Limits.DEFAULT);

    private final String type;
    private final BiConsumer<JsonWriter, T> fields;
    private final Function<Place, T> read;

    private JsonCodec(String type, BiConsumer<JsonWriter, T> fields, Function<Place, T> read) {
        this.type = type;
        this.fields = fields;
        this.read = read;
    }

    /**
     * The name of this type of document, which stands in its {@code type} field.
     *
     * @return such as {@code chat-request}
     */
    public String type() {
        return type;
    }

    /**
     * Writes a document.
     *
     * @param value the noun
     * @return canonical JSON, without line breaks
     * @throws IllegalArgumentException when it is larger or nested deeper than what is read
     */
    public String toJson(T value) {
        JsonWriter out = new JsonWriter(Limits.DEFAULT);
        out.object().name("portolan").number(VERSION).field("type", type);
        fields.accept(out, value);
        return out.endObject().text();
    }

    /**
     * Writes a document in UTF-8.
     *
     * @param value the noun
     * @return canonical JSON, without line breaks
     * @throws IllegalArgumentException when it is larger or nested deeper than what is read
     */
    public byte[] toBytes(T value) {
        return toJson(value).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes a document. Nothing is written when the noun cannot be; the target is neither flushed nor closed.
     *
     * @param value the noun
     * @param target where to
     * @throws IOException when the target fails
     * @throws IllegalArgumentException when it is larger or nested deeper than what is read
     */
    public void write(T value, Writer target) throws IOException {
        target.write(toJson(value));
    }

    /**
     * Writes a document in UTF-8. Nothing is written when the noun cannot be; the target is neither flushed nor closed.
     *
     * @param value the noun
     * @param target where to
     * @throws IOException when the target fails
     * @throws IllegalArgumentException when it is larger or nested deeper than what is read
     */
    public void write(T value, OutputStream target) throws IOException {
        target.write(toBytes(value));
    }

    /**
     * Reads a document.
     *
     * @param json one document
     * @return the noun
     * @throws JsonFormatException when the text is not such a document
     */
    public T fromJson(String json) {
        return noun(READER.read(json));
    }

    /**
     * Reads a document.
     *
     * @param json one document in UTF-8
     * @return the noun
     * @throws JsonFormatException when the text is not such a document
     */
    public T fromBytes(byte[] json) {
        return noun(READER.read(json));
    }

    /**
     * Reads a document up to the end of the stream, which is not closed.
     *
     * @param json one document in UTF-8
     * @return the noun
     * @throws IOException when the stream fails
     * @throws JsonFormatException when the text is not such a document
     */
    public T read(InputStream json) throws IOException {
        return noun(READER.read(json));
    }

    private T noun(Json document) {
        Place root = new Place(document, "$");
        long version = root.get("portolan", Place::whole);
        if (version > VERSION) {
            throw root.get("portolan")
                    .wrong("is version " + version + ", this library reads up to " + VERSION + ": update Portolan");
        }
        if (version < 1) {
            throw root.get("portolan").wrong("must be at least 1");
        }
        Place named = root.get("type");
        String found = named.text();
        if (!found.equals(type)) {
            boolean ours = ALL.stream().anyMatch(codec -> codec.type.equals(found));
            throw named.wrong("must be " + type + (ours ? ", not " + found : ""));
        }
        return read.apply(root);
    }

    @Override
    public String toString() {
        return "JsonCodec[" + type + "]";
    }
}
