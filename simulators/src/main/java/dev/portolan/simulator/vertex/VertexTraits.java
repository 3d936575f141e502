package dev.portolan.simulator.vertex;

import com.google.cloud.aiplatform.v1.Candidate;
import dev.portolan.simulator.Prompt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is Vertex's own among the options; each is described at the builder.
 *
 * @param project the only project, or {@code null} for any
 * @param location the only location, or {@code null} for any
 * @param filterReason why answers that are filtered end
 * @param blocks which prompts are blocked
 * @param cumulativeUsage whether each message of a stream tells the tokens so far
 */
record VertexTraits(
        @Nullable String project,
        @Nullable String location,
        Candidate.FinishReason filterReason,
        Predicate<Prompt> blocks,
        boolean cumulativeUsage) {}
