package dev.portolan.routing.rollout;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's word that traffic may move. A rollout leaves {@link RolloutStage#SHADOW} only with one that says GO, or with one that says why
 * it moves without; the rollout's log keeps who, when and what it was bound to. Immutable.
 */
public interface GoDecision {

    /**
     * Who signed it.
     *
     * @return a name, not blank
     */
    String actor();

    /**
     * When.
     *
     * @return the time
     */
    Instant at();

    /**
     * Whether everything that was asked for is there.
     *
     * @return true for GO
     */
    boolean go();

    /**
     * Why traffic moves although it is no GO.
     *
     * @return the reason, or {@code null} when nobody overrode the decision
     */
    @Nullable
    String overrideReason();

    /**
     * Tells this decision from every other, such as the hash of its document. A decision that a rollout has left SHADOW with does not count
     * again after a reset.
     *
     * @return at most 200 characters, not blank
     */
    String reference();

    /**
     * What it was decided on: hashes of models, prompts, data sets, plan and reports by name.
     *
     * @return unmodifiable; holds no content
     */
    Map<String, String> hashes();
}
