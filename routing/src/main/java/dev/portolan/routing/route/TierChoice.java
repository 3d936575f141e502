package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.routing.catalog.Tier;
import java.util.Objects;

/** Says which tier a request is for. Calls nothing, is quick and thread-safe. */
@FunctionalInterface
public interface TierChoice {

    /**
     * Looks at a request.
     *
     * @param request what would be asked
     * @param context what belongs to the call
     * @return the tier, and why
     */
    Chosen choose(ChatRequest request, CallContext context);

    /**
     * A tier that was chosen.
     *
     * @param tier the tier
     * @param reason why, for the attempt trail; holds no prompt
     */
    record Chosen(Tier tier, String reason) {

        /**
         * Checks the components.
         *
         * @param tier as above
         * @param reason as above
         */
        public Chosen {
            Objects.requireNonNull(tier, "tier");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
