package dev.portolan.routing.portability;

import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Scope;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How long the target will be there, and where it processes. */
final class LifeRules {

    /** An end within this many days is near: a move takes months. */
    private static final long NEAR_DAYS = 180;

    private final PortabilityTarget target;
    private final Findings findings;

    LifeRules(PortabilityTarget target, Findings findings) {
        this.target = target;
        this.findings = findings;
    }

    void finish() {
        Offer offer = target.offer();
        if (offer == null) {
            findings.open(PortabilityArea.LIFECYCLE, "the catalog does not know " + target.shown());
            findings.open(PortabilityArea.RESIDENCY, "the catalog does not know " + target.shown());
            return;
        }
        lifecycle(offer, target.day());
        residency(offer);
    }

    private void lifecycle(Offer offer, @Nullable LocalDate day) {
        if (day == null) {
            findings.open(PortabilityArea.LIFECYCLE, "no day was given to judge for");
            return;
        }
        Lifecycle life = offer.lifecycle();
        if (life.state() == Lifecycle.State.UNKNOWN && life.retires() == null) {
            findings.open(
                    PortabilityArea.LIFECYCLE, "the catalog does not say how long " + offer.shown() + " will be there");
            return;
        }
        findings.judged(PortabilityArea.LIFECYCLE);
        String read = life.asOf() == null ? "" : " (read on " + life.asOf() + ")";
        LocalDate ends = life.retires();
        if (!life.liveOn(day)) {
            add(
                    PortabilityArea.LIFECYCLE,
                    Severity.BLOCKS,
                    "retired",
                    offer.shown() + " is retired" + (ends == null ? "" : " since " + ends) + read,
                    replacement(life));
        } else if (ends != null && ChronoUnit.DAYS.between(day, ends) < NEAR_DAYS) {
            add(
                    PortabilityArea.LIFECYCLE,
                    Severity.CHANGES,
                    "ends-soon",
                    offer.shown() + " ends on " + ends + ", in " + ChronoUnit.DAYS.between(day, ends) + " days" + read,
                    replacement(life));
        } else if (life.state() == Lifecycle.State.DEPRECATED || life.state() == Lifecycle.State.LEGACY) {
            add(
                    PortabilityArea.LIFECYCLE,
                    Severity.CHANGES,
                    "on-its-way-out",
                    offer.shown() + " is " + life.state().id() + (ends == null ? "" : " and ends on " + ends) + read,
                    replacement(life));
        } else if (life.state() == Lifecycle.State.PREVIEW) {
            add(
                    PortabilityArea.LIFECYCLE,
                    Severity.CHANGES,
                    "preview",
                    offer.shown() + " is a preview: it may change or go at short notice" + read,
                    "Choose a model in general use for production");
        } else if (ends != null) {
            add(
                    PortabilityArea.LIFECYCLE,
                    Severity.INFORMS,
                    "ends",
                    offer.shown() + " ends on " + ends + read,
                    "Note the day");
        }
        if (offer.moving()) {
            add(
                    PortabilityArea.LIFECYCLE,
                    Severity.CHANGES,
                    "moving-name",
                    "the vendor may put another model behind " + offer.id() + " at any time",
                    "Use a name that is pinned to a version");
        }
    }

    private static String replacement(Lifecycle life) {
        return life.replacement() == null
                ? "Choose a model that stays longer"
                : "The vendor recommends " + life.replacement();
    }

    private void residency(Offer offer) {
        if (target.zones().isEmpty()) {
            findings.open(PortabilityArea.RESIDENCY, "nobody said where data must be processed");
            zonesLost(offer);
            return;
        }
        if (offer.scopes().isEmpty()
                && offer.regions().isEmpty()
                && !offer.cloud().selfHosted()) {
            findings.open(
                    PortabilityArea.RESIDENCY, "the catalog does not say where " + offer.shown() + " is processed");
            return;
        }
        findings.judged(PortabilityArea.RESIDENCY);
        for (String zone : target.zones()) {
            Scope scope = offer.cloud().selfHosted() ? new Scope(zone, null, null) : offer.scope(zone);
            if (scope == null) {
                add(
                        PortabilityArea.RESIDENCY,
                        Severity.BLOCKS,
                        "residency",
                        offer.shown() + " cannot be kept in " + zone + " as far as is known",
                        "Choose an offer that can, or have the rule changed by those who own it");
            } else if (scope.id() != null && !target.shown().endsWith("/" + scope.id())) {
                add(
                        PortabilityArea.RESIDENCY,
                        Severity.CHANGES,
                        "residency-by-id",
                        "processing stays in " + zone + " under the id " + scope.id() + " alone",
                        "Configure model=" + scope.id());
            }
        }
    }

    private void zonesLost(Offer offer) {
        Offer source = target.source();
        if (source == null || offer.scopes().isEmpty()) {
            return;
        }
        TreeSet<String> lost = new TreeSet<>();
        source.scopes().stream()
                .map(Scope::name)
                .filter(name -> !name.startsWith("region:") && !name.equals(Scope.GLOBAL) && offer.scope(name) == null)
                .forEach(lost::add);
        if (!lost.isEmpty()) {
            add(
                    PortabilityArea.RESIDENCY,
                    Severity.CHANGES,
                    "zones-lost",
                    "the source can be kept in " + String.join(", ", lost) + ", the target cannot",
                    "Ask who relies on it");
        }
    }

    private void add(PortabilityArea area, Severity severity, String code, String message, String remedy) {
        findings.found(new Findings.Cause(area, severity, code, null, List.of(), message, remedy), null);
    }
}
