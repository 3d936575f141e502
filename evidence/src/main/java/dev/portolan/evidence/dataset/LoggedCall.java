package dev.portolan.evidence.dataset;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call from traffic.
 *
 * @param request what was asked
 * @param response what came, or {@code null} when that is not known
 * @param tags the slices that the call belongs to
 * @param cluster what it has in common with others, such as the conversation, or {@code null}
 * @param trace what else is known of the call
 */
public record LoggedCall(
        ChatRequest request,
        @Nullable ChatResponse response,
        Set<String> tags,
        @Nullable String cluster,
        CallTrace trace) {

    /**
     * Checks the components.
     *
     * @param request as above
     * @param response as above
     * @param tags as above; copied
     * @param cluster as above
     * @param trace as above
     */
    public LoggedCall {
        Objects.requireNonNull(request, "request");
        tags = Set.copyOf(tags);
        Objects.requireNonNull(trace, "trace");
    }

    /**
     * A call of which nothing else is known.
     *
     * @param request what was asked
     * @param response what came, or {@code null} when that is not known
     * @param tags the slices that the call belongs to
     * @param cluster what it has in common with others, such as the conversation, or {@code null}
     */
    public LoggedCall(
            ChatRequest request, @Nullable ChatResponse response, Set<String> tags, @Nullable String cluster) {
        this(request, response, tags, cluster, CallTrace.NONE);
    }

    @Override
    public String toString() {
        return "LoggedCall[" + request + (response == null ? "" : ", " + response) + "]";
    }
}
