package dev.portolan.evidence.recording.internal;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VideoPart;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What makes two requests the same: their content by field, in one spelling. Ids of tool calls count by their order, JSON by its
 * meaning, line ends as line feeds, tools whatever their order, media by their hash; what a vendor wants back does not count.
 */
public final class RequestKey {

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, String> callIds = new HashMap<>();
    private final boolean mediaDropped;
    private boolean media;

    private RequestKey(ChatRequest request, boolean mediaDropped) {
        this.mediaDropped = mediaDropped;
        for (int i = 0; i < request.messages().size(); i++) {
            message("messages[" + i + "]", request.messages().get(i));
        }
        put("temperature", request.temperature());
        put("topP", request.topP());
        put("topK", request.topK());
        put("maxOutputTokens", request.maxOutputTokens());
        put("seed", request.seed());
        put("frequencyPenalty", request.frequencyPenalty());
        put("presencePenalty", request.presencePenalty());
        put("logprobs", request.logprobs());
        put("reasoningEffort", request.reasoningEffort());
        for (int i = 0; i < request.stop().size(); i++) {
            text("stop[" + i + "]", request.stop().get(i));
        }
        request.tools().stream().sorted(Comparator.comparing(Tool::name)).forEach(this::tool);
        ToolChoice choice = request.toolChoice();
        if (choice != null) {
            put("toolChoice", choice.mode() + (choice.toolName() == null ? "" : " " + choice.toolName()));
        }
        put("parallelToolCalls", request.parallelToolCalls());
        format(request.outputFormat());
        new TreeMap<>(request.vendorOptions())
                .forEach((provider, options) -> put("vendorOptions." + provider, JsonText.canonical(options)));
    }

    /** The key of a request that is redacted already. */
    public static RequestKey of(ChatRequest request) {
        return new RequestKey(request, false);
    }

    /** The key under which it was recorded when media were dropped; the same object when it has none. */
    static RequestKey withoutMedia(ChatRequest request, RequestKey whole) {
        return whole.media ? new RequestKey(request, true) : whole;
    }

    /** Every field that is set, to its value. */
    Map<String, String> fields() {
        return fields;
    }

    /** Equal for equal requests, and for no others. */
    public String hash() {
        MessageDigest digest = MediaTrace.sha256();
        fields.forEach((name, value) -> {
            add(digest, name);
            add(digest, value);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    private void message(String at, Message message) {
        put(
                at + ".role",
                message instanceof SystemMessage
                        ? "system"
                        : message instanceof AssistantMessage
                                ? "assistant"
                                : message instanceof ToolMessage ? "tool" : "user");
        parts(at + ".parts", message.parts());
    }

    private void parts(String at, List<Part> parts) {
        for (int i = 0; i < parts.size(); i++) {
            part(at + "[" + i + "]", parts.get(i));
        }
    }

    private void part(String at, Part part) {
        if (part instanceof TextPart said) {
            text(at + ".text", said.text());
        } else if (part instanceof ReasoningPart reasoning) {
            text(at + ".reasoning", reasoning.text());
        } else if (part instanceof RefusalPart refusal) {
            text(at + ".refusal", refusal.text());
        } else if (part instanceof ToolCall call) {
            put(at + ".toolCall.id", callId(call.id()));
            put(at + ".toolCall.name", call.name());
            put(at + ".toolCall.arguments", JsonText.canonical(call.arguments()));
        } else if (part instanceof ToolResult result) {
            put(at + ".toolResult.callId", callId(result.callId()));
            put(at + ".toolResult.toolName", result.toolName());
            put(at + ".toolResult.error", result.error() ? Boolean.TRUE : null);
            parts(at + ".toolResult.content", result.content());
        } else if (part instanceof ImagePart image) {
            media(at + ".image", image.media());
            put(at + ".image.detail", image.detail());
        } else if (part instanceof DocumentPart document) {
            media(at + ".document", document.media());
            put(at + ".document.name", document.name());
        } else if (part instanceof AudioPart audio) {
            media(at + ".audio", audio.media());
            put(at + ".audio.transcript", audio.transcript());
        } else if (part instanceof VideoPart video) {
            media(at + ".video", video.media());
        } else if (part instanceof CitationPart citation) {
            put(at + ".citation", citation.startIndex() + ".." + citation.endIndex());
            put(at + ".citation.url", citation.url());
            put(at + ".citation.title", citation.title());
        } else if (part instanceof OtherPart other) {
            put(at + ".other.type", other.type());
            put(at + ".other.json", JsonText.canonical(other.vendorState().json()));
        }
    }

    private String callId(String id) {
        return callIds.computeIfAbsent(id, any -> "call " + (callIds.size() + 1));
    }

    private void media(String at, Media media) {
        this.media = true;
        put(at + ".mediaType", media.mediaType());
        boolean drop = mediaDropped
                && (media instanceof Media.Inline || MediaTrace.id(media).startsWith("sha256:"));
        put(at + ".content", drop ? MediaTrace.DROPPED : MediaTrace.id(media));
    }

    private void tool(Tool tool) {
        String at = "tools." + tool.name();
        text(at + ".description", tool.description());
        put(at + ".parameters", JsonText.canonical(tool.parameters().json()));
        put(at + ".strict", tool.strict());
    }

    private void format(@Nullable OutputFormat format) {
        if (format instanceof OutputFormat.Schema schema) {
            put("outputFormat.name", schema.name());
            put("outputFormat.schema", JsonText.canonical(schema.schema().json()));
            put("outputFormat.description", schema.description());
            put("outputFormat.strict", schema.strict());
        } else if (format instanceof OutputFormat.Json) {
            put("outputFormat", "json");
        } else if (format instanceof OutputFormat.Text) {
            put("outputFormat", "text");
        }
    }

    private void text(String name, String value) {
        put(name, value.replace("\r\n", "\n"));
    }

    private void put(String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value.toString());
        }
    }
}
