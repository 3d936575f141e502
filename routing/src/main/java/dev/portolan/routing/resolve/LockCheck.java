package dev.portolan.routing.resolve;

import dev.portolan.routing.catalog.IdMatch;
import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Holds locked answers against a catalog. A model may be written in the lock by any of its ids, such as another inference profile. */
public final class LockCheck {

    /** How many days before an end it is near. */
    public static final int NEAR_DAYS = 90;

    private final ModelCatalog catalog;
    private final LocalDate day;
    private final CatalogChoice choice;

    /**
     * A check.
     *
     * @param catalog what is known today
     * @param day what counts as today
     */
    public LockCheck(ModelCatalog catalog, LocalDate day) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.day = Objects.requireNonNull(day, "day");
        this.choice = new CatalogChoice(catalog, day);
    }

    /**
     * Checks all answers of a lock.
     *
     * @param lock the lock
     * @return what is to say of them, in the lock's order; empty when it is up to date
     */
    public List<LockFinding> check(LockFile lock) {
        List<LockFinding> findings = new ArrayList<>();
        lock.answers().forEach(answer -> findings.addAll(check(answer)));
        return List.copyOf(findings);
    }

    /**
     * Checks an answer.
     *
     * @param answer a locked one
     * @return what is to say of it
     */
    public List<LockFinding> check(Resolution answer) {
        List<LockFinding> findings = new ArrayList<>();
        IdMatch match = catalog.identify(answer.wanted().cloud(), answer.model());
        Offer offer = match.offer();
        if (offer == null || !offer.model().equals(answer.canonical())) {
            findings.add(finding(
                    LockFinding.Kind.UNKNOWN,
                    answer,
                    offer == null ? "the catalog does not know it" : "the catalog knows it as " + offer.model()));
        } else {
            life(answer, offer.lifecycle(), findings);
        }
        try {
            Resolution now = choice.choose(answer.wanted());
            if (now == null || !now.canonical().equals(answer.canonical())) {
                findings.add(finding(
                        LockFinding.Kind.ANSWERS_OTHERWISE,
                        answer,
                        "the catalog of " + catalog.asOf() + " would answer "
                                + (now == null ? "nothing" : now.model())));
            }
        } catch (IllegalArgumentException e) {
            findings.add(finding(LockFinding.Kind.ANSWERS_OTHERWISE, answer, String.valueOf(e.getMessage())));
        }
        return List.copyOf(findings);
    }

    private void life(Resolution answer, Lifecycle lifecycle, List<LockFinding> findings) {
        LocalDate retires = lifecycle.retires();
        if (!lifecycle.liveOn(day)) {
            findings.add(finding(
                    LockFinding.Kind.RETIRED, answer, retires == null ? "it is retired" : "it ended on " + retires));
        } else if (retires != null && !lifecycle.liveOn(day.plusDays(NEAR_DAYS))) {
            findings.add(finding(LockFinding.Kind.RETIRES_SOON, answer, "it ends on " + retires));
        }
    }

    private static LockFinding finding(LockFinding.Kind kind, Resolution answer, String why) {
        return new LockFinding(kind, answer, "[" + answer.wanted() + "] is locked to " + answer.model() + ": " + why);
    }
}
