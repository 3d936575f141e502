package dev.portolan.routing.catalog;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An end that has come or is announced: of an offer, or of a version of it.
 *
 * @param offer which
 * @param version which version of it, or {@code null} for the offer as a whole
 * @param lifecycle where it is in its life; the offer's or the version's own
 * @param day the day from which calls fail or are answered by another model, or {@code null} when nobody says
 * @param over whether that has come
 * @param factAge how many days ago the date was read, or {@code null} when that is not known; such dates move in both directions
 */
public record Retirement(
        Offer offer,
        @Nullable OfferVersion version,
        Lifecycle lifecycle,
        @Nullable LocalDate day,
        boolean over,
        @Nullable Long factAge) {

    /**
     * Checks the components.
     *
     * @param offer as above
     * @param version as above
     * @param lifecycle as above
     * @param day as above
     * @param over as above
     * @param factAge as above
     */
    public Retirement {
        Objects.requireNonNull(offer, "offer");
        Objects.requireNonNull(lifecycle, "lifecycle");
    }

    /** The end of something as seen on a day. */
    static Retirement of(Offer offer, @Nullable OfferVersion version, LocalDate today) {
        Lifecycle lifecycle = version == null ? offer.lifecycle() : version.lifecycle();
        LocalDate read = lifecycle.asOf() == null ? offer.provenance().asOf() : lifecycle.asOf();
        Long age = read == null ? null : Math.max(0, ChronoUnit.DAYS.between(read, today));
        return new Retirement(offer, version, lifecycle, lifecycle.retires(), !lifecycle.liveOn(today), age);
    }

    /**
     * The id that the vendor recommends in its place.
     *
     * @return an id on the same cloud, or {@code null}
     */
    public @Nullable String replacement() {
        return lifecycle.replacement() == null ? offer.lifecycle().replacement() : lifecycle.replacement();
    }

    /**
     * The same for people.
     *
     * @return such as {@code azure/gpt-4o-mini ends on 2027-04-14 (read 12 days ago); azure recommends gpt-5.4-mini}
     */
    public String text() {
        StringBuilder text = new StringBuilder(offer.shown());
        if (version != null) {
            text.append(" version ").append(version.version());
        }
        if (day == null) {
            text.append(over ? " is retired" : " has no announced end");
        } else {
            text.append(over ? " ended on " : " ends on ").append(day);
        }
        if (factAge != null) {
            text.append(" (read ")
                    .append(factAge)
                    .append(factAge == 1 ? " day ago" : " days ago")
                    .append(')');
        } else {
            text.append(" (nobody says as of when)");
        }
        if (lifecycle.knownFrom() != Lifecycle.KnownFrom.STATED) {
            text.append(", which is ").append(lifecycle.knownFrom().id());
        }
        if (replacement() != null) {
            text.append("; ").append(offer.cloud()).append(" recommends ").append(replacement());
        }
        return text.toString();
    }
}
