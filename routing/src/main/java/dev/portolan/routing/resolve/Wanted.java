package dev.portolan.routing.resolve;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Tier;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration asks for in place of a model. Sorted by cloud, tiers after models.
 *
 * @param cloud where the model is to be
 * @param like the model it shall resemble, as the configuration names it, or {@code null}
 * @param tier the tier it shall belong to, or {@code null}; exactly one of the two is set
 * @param residency zones of which it must be answered in one, the first that has an answer; empty for anywhere
 */
public record Wanted(
        Cloud cloud, @Nullable String like, @Nullable Tier tier, List<String> residency) implements Comparable<Wanted> {

    /** What stands in a lock before the zones. */
    static final String RESIDENCY = " residency=";

    private static final Comparator<Wanted> ORDER =
            Comparator.comparing(Wanted::cloud).thenComparing(Wanted::said);

    /**
     * Checks the components.
     *
     * @param cloud as above
     * @param like as above
     * @param tier as above
     * @param residency as above; copied
     */
    public Wanted {
        Objects.requireNonNull(cloud, "cloud");
        if ((like == null) == (tier == null)) {
            throw new IllegalArgumentException("like, tier: exactly one must be set");
        }
        if (like != null
                && (like.isBlank() || like.indexOf(']') >= 0 || like.lines().count() > 1)) {
            throw new IllegalArgumentException("like: must be a name in one line without ']'");
        }
        residency = List.copyOf(residency);
        for (String zone : residency) {
            if (!zone.matches("[a-z0-9:-]+")) {
                throw new IllegalArgumentException("residency: \"" + zone + "\" is no zone such as eu");
            }
        }
    }

    /**
     * What is wanted, wherever it is answered.
     *
     * @param cloud as above
     * @param like as above
     * @param tier as above
     */
    public Wanted(Cloud cloud, @Nullable String like, @Nullable Tier tier) {
        this(cloud, like, tier, List.of());
    }

    /**
     * The same, answered in one of some zones.
     *
     * @param zones the zones, best first; empty for anywhere
     * @return what is wanted
     */
    public Wanted within(List<String> zones) {
        return new Wanted(cloud, like, tier, zones);
    }

    /**
     * A model like another.
     *
     * @param cloud where
     * @param model which
     * @return what is wanted
     */
    public static Wanted like(Cloud cloud, String model) {
        return new Wanted(cloud, model.strip(), null);
    }

    /**
     * A model of a tier.
     *
     * @param cloud where
     * @param tier which
     * @return what is wanted
     */
    public static Wanted tier(Cloud cloud, Tier tier) {
        return new Wanted(cloud, null, tier);
    }

    /**
     * The setting.
     *
     * @return such as {@code like=gpt-4o-mini} or {@code tier=mini}, with {@code residency=eu} behind it where it must stay there
     */
    public String said() {
        String wanted = tier == null ? "like=" + like : "tier=" + tier.id();
        return residency.isEmpty() ? wanted : wanted + RESIDENCY + String.join(",", residency);
    }

    @Override
    public int compareTo(Wanted other) {
        return ORDER.compare(this, other);
    }

    /** Both, such as {@code bedrock like=gpt-4o-mini}, as the lock file has it. */
    @Override
    public String toString() {
        return cloud.id() + " " + said();
    }
}
