package dev.portolan.testkit.model;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Part;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one call of a double meets. */
final class CallFaults {

    private final List<Fault> faults;

    CallFaults(@Nullable Fault fault) {
        this.faults = fault == null ? List.of() : fault.parts();
    }

    boolean silent() {
        return has(Fault.Silent.class::isInstance);
    }

    boolean noFinish() {
        return has(Fault.NoFinish.class::isInstance);
    }

    boolean stalls(int from, int before) {
        return has(fault -> fault instanceof Fault.StallAfter stall && within(stall.pieces(), from, before));
    }

    boolean resets(int from, int before) {
        return has(fault -> fault instanceof Fault.ResetAfter reset && within(reset.pieces(), from, before));
    }

    boolean cuts(int from, int before) {
        return has(fault -> fault instanceof Fault.TruncateAfter cut && within(cut.pieces(), from, before));
    }

    /** Whether a stream ends before this event, the last one for whatever lies beyond. */
    boolean cutAt(int place, boolean last) {
        return cuts(place, last ? Integer.MAX_VALUE : place + 1);
    }

    Pace pace(Pace usual) {
        for (Fault fault : faults) {
            if (fault instanceof Fault.Slow slow) {
                return Pace.of(usual.first(), slow.tokensPerSecond());
            }
        }
        return usual;
    }

    Duration delay() {
        Duration time = Duration.ZERO;
        for (Fault fault : faults) {
            if (fault instanceof Fault.Delay delay) {
                time = time.plus(delay.time());
            }
        }
        return time;
    }

    /** An error in place of an answer. */
    @Nullable
    LlmException refusal() {
        for (Fault fault : faults) {
            if (fault instanceof Fault.VendorError error) {
                return error(error.kind(), status(error.kind()), error.retryAfter());
            }
            if (fault instanceof Fault.Status status) {
                return error(kind(status.code()), status.code(), status.retryAfter());
            }
        }
        return null;
    }

    @Nullable
    LlmException errorInStream(int from, int before) {
        for (Fault fault : faults) {
            if (fault instanceof Fault.ErrorInStream error && within(error.pieces(), from, before)) {
                return error(error.kind(), null, null);
            }
        }
        return null;
    }

    /** The answer in the name of the model, without what the service fails to tell. */
    ChatResponse spoil(ChatResponse answer, ModelInfo info) {
        ChatResponse.Builder builder =
                answer.toBuilder().provider(info.provider()).model(info.model());
        if (has(Fault.NoUsage.class::isInstance)) {
            builder.usage(Usage.UNKNOWN);
        }
        if (noFinish()) {
            builder.finishReason(FinishReason.of(FinishReason.Kind.OTHER));
        }
        if (has(Fault.MissingIds.class::isInstance)) {
            builder.responseId(null).message(withoutIds(answer.message()));
        }
        return builder.build();
    }

    private static AssistantMessage withoutIds(AssistantMessage message) {
        List<Part> parts = new ArrayList<>();
        for (Part part : message.parts()) {
            parts.add(
                    part instanceof ToolCall call
                            ? new ToolCall(
                                    "made-up-" + UUID.randomUUID(),
                                    call.name(),
                                    call.arguments(),
                                    true,
                                    call.providerExecuted(),
                                    call.vendorState())
                            : part);
        }
        return new AssistantMessage(parts, message.vendorState());
    }

    private boolean has(Predicate<Fault> wanted) {
        return faults.stream().anyMatch(wanted);
    }

    private static boolean within(int place, int from, int before) {
        return place >= from && place < before;
    }

    private static LlmException error(ErrorKind kind, @Nullable Integer status, @Nullable Duration retryAfter) {
        return ErrorDetails.builder("the test planted an error of kind " + kind)
                .status(status)
                .retryAfter(retryAfter)
                .vendorCode(kind.id().replace('-', '_'))
                .toException(kind);
    }

    private static @Nullable Integer status(ErrorKind kind) {
        return switch (kind.id()) {
            case "authentication" -> 401;
            case "permission" -> 403;
            case "model-not-found" -> 404;
            case "invalid-request", "unsupported-feature", "context-length", "content-filtered" -> 400;
            case "rate-limited", "quota-exhausted" -> 429;
            case "unavailable" -> 503;
            case "timeout" -> 504;
            default -> null;
        };
    }

    private static ErrorKind kind(int status) {
        return switch (status) {
            case 401 -> ErrorKind.AUTHENTICATION;
            case 403 -> ErrorKind.PERMISSION;
            case 404 -> ErrorKind.MODEL_NOT_FOUND;
            case 429 -> ErrorKind.RATE_LIMITED;
            default -> status >= 500 || status == 408 ? ErrorKind.UNAVAILABLE : ErrorKind.INVALID_REQUEST;
        };
    }
}
