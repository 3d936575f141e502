package dev.portolan.routing.portability;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.dataset.CallTrace;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.dataset.LoggedCall;
import dev.portolan.evidence.recording.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of a workload, as far as it is known. What is {@code null} was not recorded.
 *
 * @param id its number from 0, or its id in a dataset
 * @param request what was asked
 * @param at when
 * @param streamed whether the answer was asked for piece by piece
 * @param took how long it took
 * @param usage what the answer used, of {@link Usage#UNKNOWN} where there is none
 * @param error what it failed with
 * @param filteredAnswer whether the vendor's filter cut the answer
 */
public record WorkloadCall(
        String id,
        ChatRequest request,
        @Nullable Instant at,
        @Nullable Boolean streamed,
        @Nullable Duration took,
        Usage usage,
        @Nullable ErrorKind error,
        boolean filteredAnswer) {

    /**
     * Checks the components.
     *
     * @param id as above
     * @param request as above
     * @param at as above
     * @param streamed as above
     * @param took as above
     * @param usage as above
     * @param error as above
     * @param filteredAnswer as above
     */
    public WorkloadCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(usage, "usage");
    }

    static WorkloadCall of(int index, ChatRequest request) {
        return new WorkloadCall(Integer.toString(index), request, null, null, null, Usage.UNKNOWN, null, false);
    }

    static WorkloadCall of(int index, Recording call) {
        return new WorkloadCall(
                Integer.toString(index),
                call.request(),
                call.startedAt(),
                call.streamed(),
                call.leftEarly() ? null : call.took(),
                usage(call.response()),
                call.error() == null ? null : call.error().kind(),
                filtered(call.response()));
    }

    static WorkloadCall of(int index, LoggedCall call) {
        CallTrace trace = call.trace();
        return new WorkloadCall(
                Integer.toString(index),
                call.request(),
                trace.at(),
                trace.streamed(),
                trace.took(),
                usage(call.response()),
                trace.error(),
                filtered(call.response()));
    }

    static WorkloadCall of(Example example) {
        return new WorkloadCall(
                example.id(),
                example.request(),
                null,
                null,
                null,
                usage(example.reference()),
                null,
                filtered(example.reference()));
    }

    private static Usage usage(@Nullable ChatResponse response) {
        return response == null ? Usage.UNKNOWN : response.usage();
    }

    private static boolean filtered(@Nullable ChatResponse response) {
        return response != null && response.finishReason().kind() == FinishReason.Kind.CONTENT_FILTER;
    }

    @Override
    public String toString() {
        return "WorkloadCall[" + id + ", " + request + "]";
    }
}
