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
 */
public record LoggedCall(
        ChatRequest request,
        @Nullable ChatResponse response,
        Set<String> tags,
        @Nullable String cluster) {

    /**
     * Checks the components.
     *
     * @param request as above
     * @param response as above
     * @param tags as above; copied
     * @param cluster as above
     */
    public LoggedCall {
        Objects.requireNonNull(request, "request");
        tags = Set.copyOf(tags);
    }

    @Override
    public String toString() {
        return "LoggedCall[" + request + (response == null ? "" : ", " + response) + "]";
    }
}
