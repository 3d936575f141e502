package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.Usage;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.ThinkTagSplitter;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one answer: takes what the chunks of a stream add, or a whole answer as one chunk, tells it as events, and
 * makes the response. Choice 0 counts; of others is only told that they were there.
 */
final class Answer {

    private final WireProfile profile;
    private final String origin;
    private final boolean keepsSource;
    private final List<Block> blocks = new ArrayList<>(2);
    private final ToolCallAssembler tools;
    private final RawFields topFields;
    private final RawFields choiceFields;
    private final List<Part> citations = new ArrayList<>(0);
    private final List<Part> media = new ArrayList<>(0);
    private final List<TokenLogprob> logprobs = new ArrayList<>(0);
    private final ReasoningDetails details = new ReasoningDetails();
    private final AudioAssembler audio = new AudioAssembler();
    private final @Nullable ThinkTagSplitter thinkTags;
    private int blockCount;
    private @Nullable Block text;
    private @Nullable Block reasoning;
    private @Nullable Block refusal;
    private @Nullable String reasoningField;
    private @Nullable String extraContent;
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String finish;
    private @Nullable Usage usage;
    private boolean started;
    private int otherChoices;
    private Consumer<ChatEvent> out = Answer::nobody;

    /**
     * @param keepsSource whether it is one whole answer, whose bytes stay as they are and whose events nobody sees
     */
    Answer(WireProfile profile, boolean keepsSource) {
        this.profile = profile;
        this.origin = profile.origin(ChatCompletionsWire.API);
        this.keepsSource = keepsSource;
        this.tools = new ToolCallAssembler(origin);
        this.topFields = new RawFields(keepsSource);
        this.choiceFields = new RawFields(keepsSource);
        this.thinkTags = profile.has(Quirk.THINK_TAGS)
                ? new ThinkTagSplitter((piece, thought) -> append(thought ? Kind.REASONING : Kind.TEXT, piece))
                : null;
    }

    private static void nobody(ChatEvent event) {}

    private enum Kind {
        TEXT,
        REASONING,
        REFUSAL
    }

    /** A run of pieces of one kind. */
    private static final class Block {
        final Kind kind;
        final int number;
        final boolean fromParts;
        final StringBuilder content = new StringBuilder();

        Block(Kind kind, int number, boolean fromParts) {
            this.kind = kind;
            this.number = number;
            this.fromParts = fromParts;
        }
    }

    boolean keepsSource() {
        return keepsSource;
    }

    RawFields topFields() {
        return topFields;
    }

    RawFields choiceFields() {
        return choiceFields;
    }

    /** Whether choice 0 has come. */
    boolean started() {
        return started;
    }

    boolean finished() {
        return finish != null;
    }

    /** The model that answers, or {@code null} while it is not known. */
    @Nullable
    String modelName() {
        return model;
    }

    /** The first chunk of Azure has an empty id: the first that says something counts. */
    void id(JsonParser parser, JsonToken value) throws IOException {
        if (id == null && value == JsonToken.VALUE_STRING && parser.getTextLength() > 0) {
            id = parser.getText();
        }
    }

    void model(JsonParser parser, JsonToken value) throws IOException {
        if (model == null && value == JsonToken.VALUE_STRING && parser.getTextLength() > 0) {
            model = parser.getText();
        }
    }

    /** Some servers send it with every chunk: the last one counts. */
    void usage(JsonParser parser, byte[] source, int offset) throws IOException {
        usage = UsageMapper.read(parser, profile.has(Quirk.USAGE_WITHOUT_THOUGHTS));
    }

    void add(Delta delta, Consumer<ChatEvent> events) {
        if (delta.index != 0) {
            otherChoices = Math.max(otherChoices, delta.index);
            return;
        }
        out = events;
        started = true;
        if (delta.reasoning != null && !delta.reasoning.isEmpty()) {
            reasoningField = delta.reasoningField;
            append(Kind.REASONING, delta.reasoning);
        }
        delta.reasoningDetails.forEach(details::add);
        if (delta.text != null && !delta.text.isEmpty()) {
            text(delta.text);
        }
        for (Delta.Piece piece : delta.pieces) {
            part(piece);
        }
        if (delta.refusal != null && !delta.refusal.isEmpty()) {
            append(Kind.REFUSAL, delta.refusal);
        }
        if (delta.extraContent != null) {
            extraContent = delta.extraContent;
        }
        for (JsonNode annotation : delta.annotations) {
            citations.add(Citations.of(annotation, origin));
        }
        delta.images.forEach(this::image);
        for (JsonNode piece : delta.audio) {
            audio.add(piece);
            out.accept(new ChatEvent.Other("audio", piece.toString()));
        }
        logprobs.addAll(delta.logprobs);
        for (int i = 0; i < delta.toolCount(); i++) {
            tools.add(delta.tool(i), this::nextBlock, out);
        }
        if (delta.finishReason != null && !delta.finishReason.isEmpty()) {
            finish = delta.finishReason;
        }
        out = Answer::nobody;
    }

    private void text(String piece) {
        if (thinkTags != null) {
            thinkTags.feed(piece);
        } else {
            append(Kind.TEXT, piece);
        }
    }

    /** Content that comes in parts keeps their order: another kind begins another block. */
    private void part(Delta.Piece piece) {
        if (piece.thinking()) {
            text = null;
        } else {
            reasoning = null;
        }
        if (!piece.text().isEmpty()) {
            append(piece.thinking() ? Kind.REASONING : Kind.TEXT, piece.text(), true);
        }
    }

    private void append(Kind kind, String piece) {
        append(kind, piece, false);
    }

    private void append(Kind kind, String piece, boolean fromParts) {
        switch (kind) {
            case TEXT -> {
                text = text == null ? open(kind, fromParts) : text;
                text.content.append(piece);
                out.accept(new ChatEvent.TextDelta(piece, text.number));
            }
            case REASONING -> {
                reasoning = reasoning == null ? open(kind, fromParts) : reasoning;
                reasoning.content.append(piece);
                out.accept(new ChatEvent.ReasoningDelta(piece, reasoning.number));
            }
            case REFUSAL -> {
                refusal = refusal == null ? open(kind, fromParts) : refusal;
                refusal.content.append(piece);
                out.accept(new ChatEvent.RefusalDelta(piece, refusal.number));
            }
        }
    }

    private Block open(Kind kind, boolean fromParts) {
        Block block = new Block(kind, nextBlock(), fromParts);
        blocks.add(block);
        return block;
    }

    private int nextBlock() {
        return blockCount++;
    }

    private void image(JsonNode image) {
        String url = image.path("image_url").path("url").asText();
        Media from = MediaUrls.read(url);
        if (from != null) {
            media.add(new ImagePart(from));
        } else {
            media.add(Citations.of(image, origin));
        }
    }

    /** The answer has ended well: hands out what was held back, the calls, the usage and the response. */
    ChatResponse.Builder complete(Consumer<ChatEvent> events) {
        out = events;
        if (thinkTags != null) {
            thinkTags.end();
        }
        tools.closeCustom(out);
        List<ToolCallAssembler.Completed> calls = tools.complete();
        for (ToolCallAssembler.Completed done : calls) {
            if (!keepsSource && WireJson.isObject(done.call().arguments())) {
                out.accept(new ChatEvent.ToolCallCompleted(done.call(), done.block()));
            }
        }
        if (usage != null) {
            out.accept(new ChatEvent.UsageReported(usage));
        }
        out = Answer::nobody;
        return response(calls);
    }

    /** What has come so far, without tool calls; {@code null} when nothing has. */
    @Nullable
    ChatResponse partial() {
        return started || usage != null ? response(List.of()).build() : null;
    }

    private ChatResponse.Builder response(List<ToolCallAssembler.Completed> calls) {
        FinishReason reason = FinishReasons.of(
                finish, !calls.isEmpty(), refusal != null, started && profile.has(Quirk.FINISH_OPTIONAL));
        return ChatResponse.builder()
                .message(new AssistantMessage(
                        parts(calls),
                        extraContent == null
                                ? null
                                : new VendorState(origin, "{\"extra_content\":" + extraContent + "}")))
                .finishReason(reason)
                .usage(usage == null ? Usage.UNKNOWN : usage)
                .provider(profile.provider())
                .model(model == null ? "" : model)
                .responseId(id)
                .logprobs(logprobs)
                .warnings(warnings())
                .vendorMetadata(this::metadata);
    }

    private List<Part> parts(List<ToolCallAssembler.Completed> calls) {
        List<Part> parts = new ArrayList<>(blocks.size() + calls.size() + citations.size() + 1);
        for (Block block : blocks) {
            String content = block.content.toString();
            parts.add(
                    switch (block.kind) {
                        case TEXT -> new TextPart(content);
                        case REASONING -> new ReasoningPart(content, reasoningState(block));
                        case REFUSAL -> new RefusalPart(content);
                    });
        }
        if (!details.isEmpty() && reasoning == null) {
            parts.add(0, new ReasoningPart("", new VendorState(origin, details.state(null))));
        }
        parts.addAll(citations);
        parts.addAll(media);
        if (!audio.isEmpty()) {
            AudioPart sound = audio.part(origin);
            if (sound != null) {
                parts.add(sound);
            }
        }
        for (ToolCallAssembler.Completed done : calls) {
            parts.add(done.call());
        }
        return parts;
    }

    private @Nullable VendorState reasoningState(Block block) {
        if (block.fromParts) {
            return new VendorState(origin, "{\"part\":\"thinking\"}");
        }
        if (!details.isEmpty()) {
            return new VendorState(origin, details.state(reasoningField));
        }
        return profile.has(Quirk.ECHO_REASONING) && reasoningField != null
                ? new VendorState(origin, "{\"fields\":[\"" + reasoningField + "\"]}")
                : null;
    }

    private List<Warning> warnings() {
        List<Warning> warnings = new ArrayList<>(0);
        if (otherChoices > 0) {
            warnings.add(new Warning(
                    "left-out", "n", "The answer has " + (otherChoices + 1L) + " choices; the first one is kept"));
        }
        if (finish != null && tools.nameless() > 0) {
            warnings.add(new Warning("left-out", "tool_calls", "The answer has tool calls without a name"));
        }
        return warnings;
    }

    private String metadata() {
        StringBuilder json = new StringBuilder("{");
        topFields.appendTo(json);
        if (!choiceFields.isEmpty()) {
            json.append(json.length() > 1 ? ",\"choice\":{" : "\"choice\":{");
            choiceFields.appendTo(json);
            json.append('}');
        }
        return json.append('}').toString();
    }
}
