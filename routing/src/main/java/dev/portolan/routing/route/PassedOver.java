package dev.portolan.routing.route;

import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.Set;

/** Targets that say themselves, before they send anything, that they cannot be asked now: what stands around them is their gate. */
final class PassedOver {

    /** Health, budget, and where or for whom it may be asked. */
    private static final Set<ErrorKind> KINDS =
            Set.of(ErrorKind.CIRCUIT_OPEN, ErrorKind.BUDGET_EXCEEDED, ErrorKind.NO_ELIGIBLE_ROUTE);

    private PassedOver() {}

    /** Whether the target is as if it had not been asked: nothing was sent. */
    static boolean by(LlmException error) {
        return KINDS.contains(error.kind())
                && error.attempts().stream()
                        .allMatch(
                                attempt -> attempt.outcome().equals(error.kind().id()) || isPassedOver(attempt.note()));
    }

    private static boolean isPassedOver(@org.jspecify.annotations.Nullable String note) {
        return note != null && note.startsWith(CallTrail.PASSED_OVER);
    }
}
