package dev.portolan.routing.plan;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of the comparison: the source, or an offer that may take over. What is {@code null} or empty is not known, and is shown so.
 *
 * @param role {@code source}, {@code target} for the one that was chosen, or {@code candidate}
 * @param offer the cloud and the id, such as {@code bedrock/amazon.nova-lite-v1:0}
 * @param model the canonical name of the model
 * @param tier how much it is made for
 * @param currency of the cost
 * @param costPerMonth what the workload would cost in a month, by list prices
 * @param costBasis how that was reckoned, or why it is not known
 * @param latencyP50 seconds that half of the calls take at most, measured with this workload
 * @param latencyP95 seconds that 95 of 100 calls take at most, measured with this workload
 * @param residency zones in which processing can be kept
 * @param certifications what the service is certified for
 * @param support which support there is
 * @param lifecycle where in its life it is
 * @param reasons why it is among the candidates
 * @param warnings what is different with it
 */
public record CandidateRow(
        String role,
        String offer,
        @Nullable String model,
        @Nullable String tier,
        @Nullable String currency,
        @Nullable BigDecimal costPerMonth,
        String costBasis,
        @Nullable BigDecimal latencyP50,
        @Nullable BigDecimal latencyP95,
        List<String> residency,
        List<String> certifications,
        @Nullable String support,
        String lifecycle,
        List<String> reasons,
        List<String> warnings) {

    /** The role of what runs today. */
    public static final String SOURCE = "source";

    /** The role of what was chosen. */
    public static final String TARGET = "target";

    /** The role of what might be chosen instead. */
    public static final String CANDIDATE = "candidate";

    /**
     * Checks the components.
     *
     * @param role as above
     * @param offer as above
     * @param model as above
     * @param tier as above
     * @param currency as above
     * @param costPerMonth as above
     * @param costBasis as above
     * @param latencyP50 as above
     * @param latencyP95 as above
     * @param residency as above; copied
     * @param certifications as above; copied
     * @param support as above
     * @param lifecycle as above
     * @param reasons as above; copied
     * @param warnings as above; copied
     */
    public CandidateRow {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(offer, "offer");
        Objects.requireNonNull(costBasis, "costBasis");
        Objects.requireNonNull(lifecycle, "lifecycle");
        residency = List.copyOf(residency);
        certifications = List.copyOf(certifications);
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
    }
}
