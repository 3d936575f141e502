package dev.portolan.ollama;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenLogprob;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.spi.support.ThinkTagSplitter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one answer: takes it whole or line by line, tells it as events, and makes the response. Thoughts come in a member
 * of their own, and from servers that do not know a model's format within the text, in tags. Calls come whole in any line, and
 * count when the answer is done.
 */
final class Answer {

    /** A run of pieces of one kind, or one call or image. */
    private static final class Block {
        final boolean reasoning;
        final StringBuilder text = new StringBuilder();
        final @Nullable Part part;

        Block(boolean reasoning, @Nullable Part part) {
            this.reasoning = reasoning;
            this.part = part;
        }

        Part toPart() {
            return part != null
                    ? part
                    : reasoning ? new ReasoningPart(text.toString(), Origin.THINKING) : new TextPart(text.toString());
        }
    }

    private final List<Block> blocks = new ArrayList<>(2);
    private final List<TokenLogprob> logprobs = new ArrayList<>(0);
    private final Set<String> ids = new HashSet<>(0);
    private final ThinkTagSplitter splitter = new ThinkTagSplitter(this::piece);
    private Consumer<ChatEvent> out = event -> {};
    private String model = "";
    private @Nullable String doneReason;
    private Usage usage = Usage.UNKNOWN;
    private @Nullable Chunk last;
    private boolean begun;

    /** Takes a line, or the whole. */
    void accept(Chunk chunk, Consumer<ChatEvent> events) {
        out = events;
        begun = true;
        if (!chunk.model.isEmpty()) {
            model = chunk.model;
        }
        if (!chunk.thinking.isEmpty()) {
            piece(chunk.thinking, true);
        }
        splitter.feed(chunk.content);
        chunk.calls.forEach(this::call);
        for (String image : chunk.images) {
            add(new ImagePart(Media.ofBase64(image, typeOf(image))));
        }
        logprobs.addAll(chunk.logprobs);
        if (!chunk.usage.equals(Usage.UNKNOWN)) {
            usage = chunk.usage;
        }
        if (chunk.done) {
            doneReason = chunk.doneReason;
            last = chunk;
        }
    }

    /** The first bytes of a file tell what it is, in base64 too. */
    private static String typeOf(String base64) {
        return base64.startsWith("/9j/") ? "image/jpeg" : base64.startsWith("UklGR") ? "image/webp" : "image/png";
    }

    private void piece(String text, boolean reasoning) {
        Block current = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
        if (current == null || current.part != null || current.reasoning != reasoning) {
            current = new Block(reasoning, null);
            blocks.add(current);
        }
        current.text.append(text);
        int number = blocks.size() - 1;
        out.accept(reasoning ? new ChatEvent.ReasoningDelta(text, number) : new ChatEvent.TextDelta(text, number));
    }

    private void call(Chunk.Call given) {
        if (given.name().isEmpty()) {
            // Nobody could run it.
            out.accept(new ChatEvent.Other("tool_call", "{}"));
            return;
        }
        boolean synthetic = given.id().isEmpty() || !ids.add(given.id());
        ToolCall call = new ToolCall(
                synthetic ? madeUp() : given.id(), given.name(), given.arguments(), synthetic, false, null);
        out.accept(new ChatEvent.ToolCallDelta(add(call), call.id(), call.name(), call.arguments()));
    }

    private int add(Part part) {
        blocks.add(new Block(false, part));
        return blocks.size() - 1;
    }

    private static String madeUp() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "call_" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }

    /** Whether the server has said that it is done. */
    boolean isDone() {
        return last != null;
    }

    /** The answer has ended well: hands out the calls, the usage and the response. */
    void complete(Consumer<ChatEvent> events) {
        ChatResponse response = response(events).build();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).part instanceof ToolCall call && call.argumentsValid()) {
                out.accept(new ChatEvent.ToolCallCompleted(call, i));
            }
        }
        if (!usage.equals(Usage.UNKNOWN)) {
            out.accept(new ChatEvent.UsageReported(usage));
        }
        out.accept(new ChatEvent.Completed(response));
    }

    /** The whole response, but for what only the caller's side knows. */
    ChatResponse.Builder response(Consumer<ChatEvent> events) {
        out = events;
        splitter.end();
        return built(true);
    }

    /** What has come so far, without calls; {@code null} when nothing has. */
    @Nullable
    ChatResponse partial() {
        return begun ? built(false).build() : null;
    }

    private ChatResponse.Builder built(boolean whole) {
        List<Part> parts = new ArrayList<>(blocks.size());
        boolean calls = false;
        for (Block block : blocks) {
            boolean call = block.part instanceof ToolCall;
            if (whole || !call) {
                parts.add(block.toPart());
                calls |= call;
            }
        }
        Chunk end = last;
        return ChatResponse.builder()
                .message(new AssistantMessage(parts))
                .finishReason(FinishReasons.of(doneReason, calls))
                .usage(usage)
                .provider(OllamaProvider.ID)
                .model(model)
                .logprobs(logprobs)
                .vendorMetadata(() -> end == null || end.metadata == null ? "{}" : end.metadata.toString());
    }
}
