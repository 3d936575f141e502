package dev.portolan.openai;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Deadline;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderChatModel;

/** The settings' time limits for calls that are no chat, as {@link ProviderChatModel} does it for those that are. */
final class CallLimits {

    private CallLimits() {}

    static CallContext apply(CallContext context, ModelSettings settings) {
        CallContext.Builder limited = context.toBuilder()
                .timeouts(context.timeouts().orElse(settings.timeouts()).orElse(ProviderChatModel.CHAT_TIMEOUTS));
        if (context.deadline() == null && settings.timeout() != null) {
            limited.deadline(Deadline.in(settings.timeout()));
        }
        return limited.build();
    }
}
