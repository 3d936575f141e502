package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.error.ErrorKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells before a call that a target cannot take it. Calls nothing, is quick and thread-safe. */
@FunctionalInterface
public interface Gate {

    /**
     * Looks at a request.
     *
     * @param target who would be asked
     * @param request what would be asked
     * @param context what belongs to the call
     * @return why the target is passed over, or {@code null} when this gate lets it through
     */
    @Nullable
    Refusal refusal(Target target, ChatRequest request, CallContext context);

    /**
     * Why a target is passed over.
     *
     * @param kind the kind of error that the call would have ended with
     * @param reason why, for the attempt trail; holds no prompt
     */
    record Refusal(ErrorKind kind, String reason) {

        /**
         * Checks the components.
         *
         * @param kind as above
         * @param reason as above
         */
        public Refusal {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
