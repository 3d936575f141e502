package dev.portolan.routing.shadow;

import dev.portolan.evidence.parity.PairResult;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A pair: how source and target took the same request. Holds no prompt and no answer unless the shadow was told to keep them.
 *
 * @param name the name that was called
 * @param at when the user's call ended
 * @param streamed whether it was a stream
 * @param tenant on whose behalf the call was made, or {@code null}
 * @param feature the part of the application that made it, or {@code null}
 * @param taskKey what kind of task it was, or {@code null}
 * @param tags what the application gave for reports
 * @param requestHash equal for equal requests within one shadow; keyed, so that nobody finds a prompt by hashing guesses
 * @param source how the source went, which the user saw
 * @param target how the target went, which nobody saw
 * @param content what was asked and answered, redacted; {@code null} unless the shadow was told to keep it
 */
public record ShadowResult(
        String name,
        Instant at,
        boolean streamed,
        @Nullable String tenant,
        @Nullable String feature,
        @Nullable String taskKey,
        Map<String, String> tags,
        String requestHash,
        SideResult source,
        SideResult target,
        @Nullable ShadowContent content) {

    /**
     * Checks the components.
     *
     * @param name as above
     * @param at as above
     * @param streamed as above
     * @param tenant as above
     * @param feature as above
     * @param taskKey as above
     * @param tags as above; copied
     * @param requestHash as above
     * @param source as above
     * @param target as above
     * @param content as above
     */
    public ShadowResult {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(requestHash, "requestHash");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        tags = java.util.Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /**
     * The checks by which the target belongs on the list of what a person should look at: its score is below {@value PairResult#TRIAGE} of
     * the source's, or it broke where the source did not. A single pair says little.
     *
     * @return names in the order of the checks, possibly empty
     */
    public Set<String> regressions() {
        return worse(target, source);
    }

    /**
     * The checks by which the source would be on that list.
     *
     * @return names in the order of the checks, possibly empty
     */
    public Set<String> improvements() {
        return worse(source, target);
    }

    private static Set<String> worse(SideResult one, SideResult other) {
        Set<String> names = new LinkedHashSet<>();
        for (CheckResult found : one.checks()) {
            CheckResult against = other.check(found.check());
            Double value = found.value();
            Double than = against == null ? null : against.value();
            boolean lower = value != null && than != null && value < PairResult.TRIAGE * than;
            boolean broken = found.hardBreak() && (against == null || !against.hardBreak());
            if (lower || broken) {
                names.add(found.check());
            }
        }
        return names;
    }

    @Override
    public String toString() {
        return "ShadowResult[" + name + ", source=" + source.outcome() + ", target=" + target.outcome() + "]";
    }
}
