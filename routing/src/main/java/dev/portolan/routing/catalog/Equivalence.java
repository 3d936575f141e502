package dev.portolan.routing.catalog;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A pairing that people have written down. Goes before what is computed.
 *
 * @param sources canonical names that it is for; {@link #tier} names whatever is wanted of a tier
 * @param cloud where the stand-in is looked for
 * @param targets canonical names of stand-ins, best first
 * @param reason why
 */
public record Equivalence(Set<String> sources, Cloud cloud, List<String> targets, String reason) {

    /**
     * Checks the components.
     *
     * @param sources as above; copied
     * @param cloud as above
     * @param targets as above; copied
     * @param reason as above
     */
    public Equivalence {
        sources = Set.copyOf(sources);
        Objects.requireNonNull(cloud, "cloud");
        targets = List.copyOf(targets);
        Objects.requireNonNull(reason, "reason");
        if (sources.isEmpty() || targets.isEmpty()) {
            throw new IllegalArgumentException("sources, targets: must not be empty");
        }
    }

    /**
     * The source that stands for no model but for a tier: its targets are the tier's defaults on the cloud.
     *
     * @param tier the tier
     * @return such as {@code tier:mini}; no canonical name has a colon before its slash
     */
    public static String tier(Tier tier) {
        return "tier:" + tier.id();
    }
}
