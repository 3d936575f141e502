package dev.portolan.routing.catalog;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which offers of a cloud may stand in for a model, best first, and why the others may not. Never ordered by the newest, the cheapest or the
 * best score: a stand-in is what is most alike.
 *
 * @param source the model that is replaced
 * @param sourceOffer the offer of it that candidates are compared with, or {@code null} when the catalog has none
 * @param tier the tier that was looked in, or {@code null} when the source has none
 * @param cloud where stand-ins were looked for
 * @param needs what they must have
 * @param day the day that counted as today
 * @param catalogVersion the state of the catalog
 * @param candidates the offers that may stand in, best first
 * @param excluded the other offers of the cloud, each with every reason; those that come closest first
 * @param nearest what comes nearest to written pairings that this cloud does not have, or to the source when there is no candidate
 * @param notes what else there is to know, for people
 */
public record Equivalents(
        CatalogModel source,
        @Nullable Offer sourceOffer,
        @Nullable Tier tier,
        Cloud cloud,
        Needs needs,
        LocalDate day,
        String catalogVersion,
        List<Candidate> candidates,
        List<ExcludedOffer> excluded,
        List<NearestOffer> nearest,
        List<String> notes) {

    /**
     * Checks the components.
     *
     * @param source as above
     * @param sourceOffer as above
     * @param tier as above
     * @param cloud as above
     * @param needs as above
     * @param day as above
     * @param catalogVersion as above
     * @param candidates as above; copied
     * @param excluded as above; copied
     * @param nearest as above; copied
     * @param notes as above; copied
     */
    public Equivalents {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(cloud, "cloud");
        Objects.requireNonNull(needs, "needs");
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(catalogVersion, "catalogVersion");
        candidates = List.copyOf(candidates);
        excluded = List.copyOf(excluded);
        nearest = List.copyOf(nearest);
        notes = List.copyOf(notes);
    }

    /**
     * The best candidate.
     *
     * @return the first, or {@code null} when there is none
     */
    public @Nullable Candidate best() {
        return candidates.isEmpty() ? null : candidates.get(0);
    }

    /**
     * A candidate by its canonical name.
     *
     * @param model such as {@code anthropic/claude-sonnet-5}
     * @return the best of them, or {@code null} when there is none
     */
    public @Nullable Candidate candidate(String model) {
        for (Candidate candidate : candidates) {
            if (candidate.model().name().equals(model)) {
                return candidate;
            }
        }
        return null;
    }

    /**
     * All of it for people: candidates with reasons and warnings, what was excluded and why, what comes nearest.
     *
     * @return several lines
     */
    public String explain() {
        return new Explanation(this).text();
    }

    /** The source, the cloud and how many candidates there are. */
    @Override
    public String toString() {
        return "Equivalents[" + source.name() + " on " + cloud + ": " + candidates.size() + " candidates]";
    }
}
