package dev.portolan.routing.shadow;

import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Usage;
import dev.portolan.evidence.cost.Money;
import dev.portolan.evidence.parity.CallOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one side of a pair went. Holds no prompt and no answer.
 *
 * @param outcome how the call ended
 * @param error the id of the error's kind, such as {@code rate-limited}; {@code null} when it answered
 * @param provider who answered, or {@code null} when that is not known
 * @param model the model that really answered, or {@code null} when there was no answer
 * @param latency from the call until the answer was whole or the error came, retries and fallbacks included; monotonic
 * @param firstToken from the first pull until the first visible event of a stream, or {@code null} for calls and for streams without one
 * @param finishReason why the answer ended, or {@code null} without one
 * @param usage the tokens; nothing known without an answer
 * @param cost what they cost, or {@code null} when that is not known
 * @param answerHash equal for equal answers within one shadow, or {@code null} without an answer; keyed, so that nobody finds an answer by
 *     hashing guesses
 * @param warnings the codes of the answer's warnings
 * @param checks what the checks found; empty when there was nothing to look at
 */
public record SideResult(
        CallOutcome outcome,
        @Nullable String error,
        @Nullable String provider,
        @Nullable String model,
        Duration latency,
        @Nullable Duration firstToken,
        FinishReason.@Nullable Kind finishReason,
        Usage usage,
        @Nullable Money cost,
        @Nullable String answerHash,
        List<String> warnings,
        List<CheckResult> checks) {

    /**
     * Checks the components.
     *
     * @param outcome as above
     * @param error as above
     * @param provider as above
     * @param model as above
     * @param latency as above
     * @param firstToken as above
     * @param finishReason as above
     * @param usage as above
     * @param cost as above
     * @param answerHash as above
     * @param warnings as above; copied
     * @param checks as above; copied
     */
    public SideResult {
        Objects.requireNonNull(latency, "latency");
        Objects.requireNonNull(usage, "usage");
        if ((outcome == CallOutcome.ANSWERED) != (error == null)) {
            throw new IllegalArgumentException("error: is there exactly when the call was not answered");
        }
        warnings = List.copyOf(warnings);
        checks = List.copyOf(checks);
    }

    /**
     * Whether there is an answer.
     *
     * @return true for {@link CallOutcome#ANSWERED}
     */
    public boolean ok() {
        return outcome == CallOutcome.ANSWERED;
    }

    /**
     * What a check found.
     *
     * @param name the check's name
     * @return its result, or {@code null} when it was not asked
     */
    public @Nullable CheckResult check(String name) {
        for (CheckResult one : checks) {
            if (one.check().equals(name)) {
                return one;
            }
        }
        return null;
    }

    /**
     * Whether the answer is broken in a way that nothing makes up for: a check says so, or the model rejected the request.
     *
     * @return true with at least one such finding
     */
    public boolean hardBreak() {
        return outcome == CallOutcome.REJECTED || checks.stream().anyMatch(CheckResult::hardBreak);
    }
}
