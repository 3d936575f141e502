package dev.portolan.spi;

import dev.portolan.chat.ChatRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills a named model's settings into requests that leave them open. What the request sets itself wins. */
final class SettingDefaults {

    private final ModelSettings settings;

    SettingDefaults(ModelSettings settings) {
        this.settings = settings;
    }

    /** The request itself when it leaves nothing open that the settings could fill. */
    ChatRequest applyTo(ChatRequest request) {
        if (!fillsSampling(request) && !fillsRest(request)) {
            return request;
        }
        ChatRequest.Builder filled = request.toBuilder()
                .temperature(or(request.temperature(), settings.temperature()))
                .topP(or(request.topP(), settings.topP()))
                .topK(or(request.topK(), settings.topK()))
                .maxOutputTokens(or(request.maxOutputTokens(), settings.maxOutputTokens()))
                .seed(or(request.seed(), settings.seed()))
                .frequencyPenalty(or(request.frequencyPenalty(), settings.frequencyPenalty()))
                .presencePenalty(or(request.presencePenalty(), settings.presencePenalty()))
                .reasoningEffort(or(request.reasoningEffort(), settings.reasoningEffort()))
                .parallelToolCalls(or(request.parallelToolCalls(), parallelToolCalls(request)));
        List<String> stop = request.stop().isEmpty() ? settings.stop() : request.stop();
        return filled.stop(stop).build();
    }

    private boolean fillsSampling(ChatRequest request) {
        return fills(request.temperature(), settings.temperature())
                || fills(request.topP(), settings.topP())
                || fills(request.topK(), settings.topK())
                || fills(request.seed(), settings.seed())
                || fills(request.frequencyPenalty(), settings.frequencyPenalty())
                || fills(request.presencePenalty(), settings.presencePenalty());
    }

    private boolean fillsRest(ChatRequest request) {
        return fills(request.maxOutputTokens(), settings.maxOutputTokens())
                || fills(request.reasoningEffort(), settings.reasoningEffort())
                || fills(request.parallelToolCalls(), parallelToolCalls(request))
                || (request.stop().isEmpty() && !settings.stop().isEmpty());
    }

    /** Vendors refuse the switch in a request without tools. */
    private @Nullable Boolean parallelToolCalls(ChatRequest request) {
        return request.tools().isEmpty() ? null : settings.parallelToolCalls();
    }

    private static boolean fills(@Nullable Object asked, @Nullable Object byDefault) {
        return asked == null && byDefault != null;
    }

    private static <T> @Nullable T or(@Nullable T asked, @Nullable T byDefault) {
        return asked != null ? asked : byDefault;
    }
}
