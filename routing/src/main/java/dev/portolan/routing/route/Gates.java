package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Gap;
import dev.portolan.conversation.TokenEstimate;
import dev.portolan.error.ErrorKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The gates that every router has. */
public final class Gates {

    /** Passes over targets that would refuse the request: tools, schemas, media and sizes that they are known not to take. */
    public static final Gate CAPABILITY = Gates::capability;

    /** Both, in the order in which they are asked. The estimate is the rule of thumb of {@link TokenEstimate#CHARACTERS}. */
    public static final List<Gate> STANDARD = List.of(CAPABILITY, contextFit(TokenEstimate.CHARACTERS, 0.5));

    private Gates() {}

    private static Gate.@Nullable Refusal capability(Target target, ChatRequest request, CallContext context) {
        for (Gap gap : target.model().check(request)) {
            if (gap.effect() == Gap.Effect.REFUSED) {
                return new Gate.Refusal(ErrorKind.UNSUPPORTED_FEATURE, gap.field() + ": " + gap.message());
            }
        }
        return null;
    }

    /**
     * Passes over targets into whose context the request does not fit, where its size is known. An estimate that is wrong by its margin
     * must not cost a call that would have worked: only what certainly does not fit is passed over, and the rest the vendor decides.
     *
     * @param estimate guesses the tokens of messages
     * @param margin the share by which the estimate may be too high, from 0 to less than 1
     * @return the gate
     */
    public static Gate contextFit(TokenEstimate estimate, double margin) {
        Objects.requireNonNull(estimate, "estimate");
        if (!(margin >= 0 && margin < 1)) {
            throw new IllegalArgumentException("margin must be from 0 to less than 1, not " + margin);
        }
        return (target, request, context) -> {
            Integer window = target.model().info().limits().contextTokens();
            if (window == null) {
                return null;
            }
            Integer output = request.maxOutputTokens();
            long least = (long) (TokenEstimate.input(request, estimate) * (1 - margin)) + (output == null ? 0 : output);
            return least <= window
                    ? null
                    : new Gate.Refusal(
                            ErrorKind.CONTEXT_LENGTH, "about " + least + " tokens at least do not fit into " + window);
        };
    }
}
