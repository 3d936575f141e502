package dev.portolan.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * Warns of a prompt that is longer than the context the server keeps. Ollama then leaves the oldest messages out without a word.
 * How long the context is stands in the settings or the request; else the model's file may say it, else the server tells with how
 * many tokens the model is in memory, else its default is taken as its smallest one. The server is asked only when a prompt is
 * longer than that.
 *
 * @see <a href="https://docs.ollama.com/context-length">Ollama: context length</a>
 */
final class ContextWindow {

    /** The default of a machine with less than 24 GiB of graphics memory. */
    static final int SMALLEST_DEFAULT = 4_096;

    private final String model;
    private final @Nullable Integer stated;
    private final ModelCards cards;

    /**
     * @param stated what the settings say, or {@code null}
     */
    ContextWindow(String model, @Nullable Integer stated, ModelCards cards) {
        this.model = model;
        this.stated = stated;
        this.cards = cards;
    }

    /** The description with a context of so many tokens, unless the user stated another. */
    static ModelInfo of(ModelInfo info, @Nullable Integer tokens) {
        ModelLimits limits = info.limits();
        if (tokens == null || limits.contextTokens() != null) {
            return info;
        }
        return info.toBuilder()
                .limits(new ModelLimits(
                        tokens,
                        limits.maxOutputTokens(),
                        limits.maxTemperature(),
                        limits.maxStopSequences(),
                        limits.maxTools(),
                        limits.maxImageBytes()))
                .build();
    }

    /** The warning, or {@code null} when the prompt fits, as far as anybody knows. */
    @Nullable
    Warning warning(ChatRequest request, CallContext context, CallGuard guard) {
        Integer given = given(request);
        long most = given != null ? given : SMALLEST_DEFAULT;
        if (characters(request) <= most) {
            // A token is hardly ever less than a character.
            return null;
        }
        long prompt = tokens(request);
        if (prompt <= most) {
            return null;
        }
        Integer window = given != null ? given : told(context, guard);
        if (window != null && prompt <= window) {
            return null;
        }
        String kept = window == null ? "perhaps no more than " + SMALLEST_DEFAULT : String.valueOf(window);
        return new Warning(
                "may-be-cut",
                "messages",
                "The prompt has about " + prompt + " tokens and the server keeps " + kept
                        + ": it leaves the oldest messages out without a word. Set num-ctx, or truncate=false to have it"
                        + " refused");
    }

    private @Nullable Integer given(ChatRequest request) {
        String own = request.vendorOptions().get(OllamaProvider.ID);
        if (own != null) {
            JsonNode numCtx = WireJson.tree(own).path("options").path("num_ctx");
            if (numCtx.canConvertToInt() && numCtx.asInt() > 0) {
                return numCtx.asInt();
            }
        }
        return stated;
    }

    private @Nullable Integer told(CallContext context, CallGuard guard) {
        ModelCard card = cards.ask(model, context, guard);
        if (card.hosted()) {
            return card.trainedContext();
        }
        return card.numCtx() != null ? card.numCtx() : cards.loadedContext(model, context, guard);
    }

    private static long characters(ChatRequest request) {
        long sum = 0;
        for (Message message : request.messages()) {
            for (Part part : message.parts()) {
                sum += text(part).length();
            }
        }
        return sum;
    }

    /** Four characters of ASCII make a token as a rule, any other character makes one of its own. */
    private static long tokens(ChatRequest request) {
        long quarters = 0;
        for (Message message : request.messages()) {
            for (Part part : message.parts()) {
                String text = text(part);
                for (int i = 0; i < text.length(); i++) {
                    char c = text.charAt(i);
                    quarters += c < 0x80 ? 1 : Character.isLowSurrogate(c) ? 0 : c < 0x500 ? 2 : 4;
                }
            }
        }
        return quarters / 4;
    }

    private static String text(Part part) {
        if (part instanceof TextPart text) {
            return text.text();
        }
        if (part instanceof ToolResult result) {
            return result.text();
        }
        return part instanceof ToolCall call ? call.arguments() : "";
    }
}
