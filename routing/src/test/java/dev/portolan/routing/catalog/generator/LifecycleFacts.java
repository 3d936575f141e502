package dev.portolan.routing.catalog.generator;

import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.Lifecycle.KnownFrom;
import dev.portolan.routing.catalog.Lifecycle.State;
import dev.portolan.routing.catalog.OfferVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** States, dates and replacements. */
final class LifecycleFacts {

    /** A page's address instead of an id: name, then year and month. */
    private static final Pattern DATED = Pattern.compile("(.+)-(\\d\\d)-(\\d\\d)");

    /** The numbers of a generation before such a date. */
    private static final Pattern GENERATION = Pattern.compile("(.*?[a-z])-\\d+(?:-\\d+)?(-\\d+b)?");

    /** What the notes of the facts say, in the catalog's words. */
    private static final Map<String, String> NOTES = Map.ofEntries(
            Map.entry("predates 2025-06", "Older than the cloud's schedule of retirements, which no longer names it"),
            Map.entry("not in the managed-model lists", "The cloud's lists of managed models no longer name it"),
            Map.entry("not in the retirement schedule", "The cloud's schedule of retirements does not name it"),
            Map.entry("in no AWS model card", "Neither model cards nor lists of regions name it any more"),
            Map.entry("the model behind the name was retired", "The model behind this name has been retired"),
            Map.entry("three months of notice", "The vendor gave three months of notice"),
            Map.entry("newer than the retirement schedule", "Came out after the schedule of retirements that was read"),
            Map.entry(
                    "vendor retired it and",
                    "The vendor retired it, and the cloud's list of partners' models no longer names it"),
            Map.entry("never or no longer a name", "Not a name that the vendor's own service answers to"),
            Map.entry("preview replaced by the GA id", "A preview; the id for general use has taken its place"),
            Map.entry("managed compute:", "Runs on machines rented by the hour"),
            Map.entry(
                    "past end of life in commercial regions",
                    "Ended in the commercial regions; may live on in us-gov. Its last months cost twice the price"),
            Map.entry("guaranteed window is over", "The time it was promised for is over; no day is announced"),
            Map.entry("short-term model:", "Made for a short time: ends 45 days after its successor comes out"),
            Map.entry(
                    "schedule of 2026-09-02 gives 2026-10-19",
                    "Sources disagree: the schedule of 2026-09-02 ends it on 2026-10-19, the page of 2026-09-21 still has it in general use"),
            Map.entry(
                    "not in the legacy table of 2026-08",
                    "The list of legacy models no longer names it, so it has ended"),
            Map.entry("name still accepted, served by V4.1-Flash", "The name is still answered, by V4.1 Flash"),
            Map.entry(
                    "after the date requests are routed to gemini-3.5-flash-lite",
                    "From that day calls are answered by gemini-3.5-flash-lite, at its price"),
            Map.entry(
                    "after the date requests are routed to gemini-3.8-flash",
                    "From that day calls are answered by gemini-3.8-flash, at its price"),
            Map.entry("no shutdown date announced", "No day of its end is announced"));

    private final Facts facts;
    private final List<String> report;

    LifecycleFacts(Facts facts, List<String> report) {
        this.facts = facts;
        this.report = report;
    }

    Lifecycle of(Fact fact) {
        Fact source = new Fact(fact.node().path("lifecycle_source"));
        String name = source.text("name");
        return new Lifecycle(
                state(fact.text("lifecycle")),
                fact.day("deprecated_on"),
                fact.day("retires"),
                fact.day("retires_not_before"),
                replacement(fact),
                knownFrom(fact, name),
                "inferred".equals(name) ? null : name,
                source.day("as_of"),
                note(fact));
    }

    private static KnownFrom knownFrom(Fact fact, @Nullable String source) {
        if (Boolean.TRUE.equals(fact.flag("lifecycle_assumed"))) {
            return KnownFrom.ASSUMED;
        }
        return Boolean.TRUE.equals(fact.flag("lifecycle_inferred")) || "inferred".equals(source)
                ? KnownFrom.INFERRED
                : KnownFrom.STATED;
    }

    private static State state(@Nullable String word) {
        return word == null ? State.UNKNOWN : State.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private @Nullable String note(Fact fact) {
        String note = fact.text("lifecycle_note");
        String own = null;
        if (note != null) {
            own = NOTES.entrySet().stream()
                    .filter(known -> note.startsWith(known.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
            if (own == null) {
                report.add("note left out, LifecycleFacts has no words for it: " + note);
            }
        }
        if (selfDeploy(fact)) {
            own = (own == null ? "" : own + ". ")
                    + "The weights can be deployed on rented machines of the cloud instead";
        }
        return own;
    }

    private static boolean selfDeploy(Fact fact) {
        return String.valueOf(fact.text("replacement")).startsWith("self-deploy");
    }

    List<OfferVersion> versions(Fact fact) {
        List<OfferVersion> versions = new ArrayList<>();
        for (Fact version : fact.facts("versions")) {
            State state = state(version.text("lifecycle"));
            Lifecycle own = state == State.UNKNOWN && version.day("retires") == null
                    ? Lifecycle.UNKNOWN
                    : new Lifecycle(
                            state,
                            null,
                            version.day("retires"),
                            null,
                            replacement(fact.cloud(), version.text("replacement")),
                            KnownFrom.STATED,
                            null,
                            null,
                            null);
            versions.add(new OfferVersion(Objects.requireNonNullElse(version.text("version"), ""), own));
        }
        return versions;
    }

    /** The canonical name of what the vendor, else most clouds, recommend in a model's place. */
    @Nullable
    String successor(String model, List<Fact> records) {
        return ModelFacts.pick(records, fact -> {
            String id = replacement(fact);
            Fact next = id == null ? null : facts.find(fact.cloud(), id);
            return next == null || next.canonical().equals(model) ? null : next.canonical();
        });
    }

    private @Nullable String replacement(Fact fact) {
        return selfDeploy(fact) ? null : replacement(fact.cloud(), fact.text("replacement"));
    }

    private @Nullable String replacement(String cloud, @Nullable String stated) {
        if (stated == null) {
            return null;
        }
        String id = stated.strip().replaceAll("[,;.]+$", "");
        if (id.isEmpty() || id.equals("-")) {
            return null;
        }
        if (facts.find(cloud, id) != null) {
            return id;
        }
        for (String candidate : candidates(id)) {
            if (facts.find(cloud, candidate) != null) {
                return candidate;
            }
        }
        report.add("replacement is no id of " + cloud + ": " + id);
        return id.contains(" ") ? null : id;
    }

    private static List<String> candidates(String id) {
        List<String> all = new ArrayList<>();
        Matcher dated = DATED.matcher(id);
        if (dated.matches()) {
            String name = dated.group(1);
            String date = dated.group(2) + dated.group(3);
            all.add(name + "-" + date);
            Matcher generation = GENERATION.matcher(name);
            if (generation.matches()) {
                String size = Objects.requireNonNullElse(generation.group(2), "");
                all.add(generation.group(1) + size + "-" + date);
            }
            all.add(name);
        }
        return all;
    }
}
