package dev.portolan.cli;

import dev.portolan.routing.catalog.IdMatch;
import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.Offer;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configured model held against the catalog.
 *
 * @param name what the application calls it
 * @param provider the provider
 * @param sent the id that is sent
 * @param canonical the canonical name of the model behind it, or {@code null} when it is not known
 * @param found how it was found
 * @param ends when it ends, for people
 * @param input its price of input, for people
 * @param output its price of output, for people
 * @param problems what is to be done
 * @param remarks what is to be known
 */
record ModelCheck(
        String name,
        String provider,
        String sent,
        @Nullable String canonical,
        String found,
        String ends,
        String input,
        String output,
        List<String> problems,
        List<String> remarks) {

    static ModelCheck of(ConfiguredModels.Known known, LocalDate today, long within) {
        List<String> problems = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        IdMatch match = known.match();
        Offer offer = match == null ? null : match.offer();
        if (match == null) {
            remarks.add("the catalog has no cloud for the provider " + known.configured().provider());
        } else {
            identity(match, problems, remarks);
        }
        if (offer != null) {
            life(offer, today, within, problems, remarks);
            if (offer.pricing() == null) {
                remarks.add("its price is not known");
            }
            if (offer.moving()) {
                remarks.add("the vendor may put another model behind " + offer.id() + " at any time");
            }
        }
        return new ModelCheck(
                known.configured().name(),
                known.configured().provider(),
                known.configured().model(),
                match == null || match.model() == null ? null : match.model().name(),
                match == null ? "no-cloud" : match.how().id(),
                offer == null ? "unknown" : ModelReport.ends(offer.lifecycle()),
                ModelReport.price(offer == null ? null : offer.pricing(), true),
                ModelReport.price(offer == null ? null : offer.pricing(), false),
                List.copyOf(problems),
                List.copyOf(remarks));
    }

    /** The id, and the model behind it where the id does not say it. */
    String model() {
        return canonical == null ? provider + "/" + sent + ", not known" : provider + "/" + sent + " is " + canonical;
    }

    private static void identity(IdMatch match, List<String> problems, List<String> remarks) {
        if (!match.found()) {
            problems.add("the catalog does not know " + match.id() + " on " + match.cloud()
                    + (match.nearest().isEmpty() ? "" : "; the nearest are " + String.join(", ", match.nearest()))
                    + (match.remedy() == null ? "" : "; " + match.remedy()));
            return;
        }
        if (match.offer() == null) {
            remarks.add("the catalog has no offer of it on " + match.cloud());
        }
        for (IdMatch.Flag flag : match.flags()) {
            String text = flag.id().replace('-', ' ');
            if (flag == IdMatch.Flag.NAME_DISAGREES) {
                problems.add(text + " with the model that is stated beside it");
            } else if (flag != IdMatch.Flag.MOVING) {
                remarks.add(text);
            }
        }
    }

    private static void life(
            Offer offer, LocalDate today, long within, List<String> problems, List<String> remarks) {
        Lifecycle lifecycle = offer.lifecycle();
        LocalDate retires = lifecycle.retires();
        String instead = lifecycle.replacement() == null ? "" : "; " + offer.cloud() + " recommends "
                + lifecycle.replacement();
        if (!lifecycle.liveOn(today)) {
            problems.add((retires == null ? "is retired" : "ended on " + retires) + instead);
        } else if (retires != null && ChronoUnit.DAYS.between(today, retires) <= within) {
            problems.add("ends on " + retires + ", in " + ChronoUnit.DAYS.between(today, retires) + " days" + instead);
        } else if (lifecycle.state() == Lifecycle.State.DEPRECATED || lifecycle.state() == Lifecycle.State.LEGACY) {
            remarks.add("is " + lifecycle.state().id() + instead);
        } else if (lifecycle.state() == Lifecycle.State.PREVIEW) {
            remarks.add("is a preview and may change or go at short notice");
        }
    }
}
