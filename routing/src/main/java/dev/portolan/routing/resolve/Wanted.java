package dev.portolan.routing.resolve;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Tier;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration asks for in place of a model. Sorted by cloud, tiers after models.
 *
 * @param cloud where the model is to be
 * @param like the model it shall resemble, as the configuration names it, or {@code null}
 * @param tier the tier it shall belong to, or {@code null}; exactly one of the two is set
 */
public record Wanted(
        Cloud cloud, @Nullable String like, @Nullable Tier tier) implements Comparable<Wanted> {

    private static final Comparator<Wanted> ORDER =
            Comparator.comparing(Wanted::cloud).thenComparing(Wanted::said);

    /**
     * Checks the components.
     *
     * @param cloud as above
     * @param like as above
     * @param tier as above
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
     * @return such as {@code like=gpt-4o-mini} or {@code tier=mini}
     */
    public String said() {
        return tier == null ? "like=" + like : "tier=" + tier.id();
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
