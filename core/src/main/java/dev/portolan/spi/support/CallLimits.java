package dev.portolan.spi.support;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderChatModel;

/** The settings' time limits for calls that are no chat, as {@link ProviderChatModel} does it for those that are. */
public final class CallLimits {

    private CallLimits() {}

    /**
     * The context with the limits of the settings where it has none of its own.
     *
     * @param context the caller's; what it says wins
     * @param settings the named model's settings
     * @param info the model, which a failure names
     * @return a context in which each phase has a limit
     * @throws dev.portolan.error.LlmException of kind cancelled or timeout when the call is over before it began
     */
    public static CallContext apply(CallContext context, ModelSettings settings, ModelInfo info) {
        Cancellation cancellation = context.cancellation();
        if (cancellation != null && cancellation.isCancelled()) {
            throw failure("cancelled before it was sent", info).toException(ErrorKind.CANCELLED);
        }
        CallContext.Builder limited = context.toBuilder()
                .timeouts(context.timeouts().orElse(settings.timeouts()).orElse(ProviderChatModel.CHAT_TIMEOUTS));
        Deadline deadline = context.deadline();
        if (deadline == null && settings.timeout() != null) {
            limited.deadline(Deadline.in(settings.timeout()));
        } else if (deadline != null && deadline.isExpired()) {
            throw failure("the deadline passed before the request was sent", info)
                    .timeoutPhase(TimeoutPhase.TOTAL)
                    .retryable(false)
                    .remedy("Allow more time")
                    .toException(ErrorKind.TIMEOUT);
        }
        return limited.build();
    }

    private static ErrorDetails.Builder failure(String summary, ModelInfo info) {
        return ErrorDetails.builder(summary).provider(info.provider()).model(info.model());
    }
}
