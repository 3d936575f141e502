package dev.portolan.spi.support;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Deadline;
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
     * @return a context in which each phase has a limit
     */
    public static CallContext apply(CallContext context, ModelSettings settings) {
        CallContext.Builder limited = context.toBuilder()
                .timeouts(context.timeouts().orElse(settings.timeouts()).orElse(ProviderChatModel.CHAT_TIMEOUTS));
        if (context.deadline() == null && settings.timeout() != null) {
            limited.deadline(Deadline.in(settings.timeout()));
        }
        return limited.build();
    }
}
