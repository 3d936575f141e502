package dev.portolan.routing.catalog;

import dev.portolan.chat.Capability;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hard filters: what an offer is excluded for, whatever else speaks for it. */
final class MatchFilter {

    private static final Map<String, Capability> REFUSALS = Map.of(
            Behaviours.REJECTS_TEMPERATURE, Capability.TEMPERATURE,
            Behaviours.REJECTS_TOP_P, Capability.TOP_P,
            Behaviours.REJECTS_TOP_K, Capability.TOP_K,
            Behaviours.TOOLS_MISSING, Capability.TOOLS,
            Behaviours.REASONS_NEVER, Capability.REASONING_EFFORT);

    private final MatchSource source;
    private final Needs needs;
    private final LocalDate today;

    MatchFilter(MatchSource source, Needs needs, LocalDate today) {
        this.source = source;
        this.needs = needs;
        this.today = today;
    }

    /** What excludes it, tiers apart; empty when nothing does. */
    List<Exclusion> of(Offer offer, CatalogModel model) {
        List<Exclusion> found = new ArrayList<>(0);
        if (model.kind() != source.model().kind()) {
            found.add(new Exclusion(
                    Exclusion.Code.OTHER_KIND, "is for " + model.kind().id()));
            return found;
        }
        if (offer.moving()) {
            found.add(new Exclusion(
                    Exclusion.Code.MOVING, "the vendor may put another model behind this id at any time"));
        }
        lifecycle(offer, found);
        residency(offer, found);
        capabilities(offer, model, found);
        limits(offer, model, found);
        licence(offer, model, found);
        return found;
    }

    private void lifecycle(Offer offer, List<Exclusion> found) {
        Lifecycle life = offer.lifecycle();
        if (!needs.previews() && life.state() == Lifecycle.State.PREVIEW) {
            found.add(new Exclusion(Exclusion.Code.PREVIEW, "is a preview"));
        }
        if (needs.anyLifecycle()) {
            return;
        }
        LocalDate end = life.retires();
        if (!life.liveOn(today)) {
            found.add(new Exclusion(
                    Exclusion.Code.RETIRED,
                    end == null ? "is retired" + read(life) : "is retired since " + end + read(life)));
        } else if (end != null && end.isBefore(today.plusDays(needs.lifecycleMargin()))) {
            found.add(new Exclusion(
                    Exclusion.Code.RETIRES_SOON,
                    "retires on " + end + ", in " + ChronoUnit.DAYS.between(today, end) + " days; wanted are "
                            + needs.lifecycleMargin() + read(life)));
        }
    }

    /** How old a date is. */
    private String read(Lifecycle life) {
        return age(life, today);
    }

    static String age(Lifecycle life, LocalDate today) {
        LocalDate asOf = life.asOf();
        return asOf == null
                ? ""
                : " (as of " + asOf + ", " + Math.max(0, ChronoUnit.DAYS.between(asOf, today)) + " days ago)";
    }

    private void residency(Offer offer, List<Exclusion> found) {
        String zone = needs.residency();
        if (zone != null && !offer.staysIn(zone)) {
            found.add(new Exclusion(
                    Exclusion.Code.RESIDENCY,
                    "is not known to keep processing in " + zone + "; known are " + zones(offer)));
        }
    }

    private static String zones(Offer offer) {
        return offer.scopes().isEmpty()
                ? "none"
                : String.join(", ", offer.scopes().stream().map(Scope::name).toList());
    }

    private void capabilities(Offer offer, CatalogModel model, List<Exclusion> found) {
        List<Behaviour> behaviours = needs.capabilities().isEmpty() ? List.of() : Matching.behaviours(model, offer);
        for (Capability capability : needs.capabilities()) {
            if (Boolean.FALSE.equals(offer.can(capability)) || refuses(behaviours, capability)) {
                found.add(new Exclusion(Exclusion.Code.CAPABILITY, "lacks " + name(capability) + " here"));
            }
        }
        if (needs.toolsInStreams()) {
            for (Behaviour behaviour : behaviours) {
                if (behaviour.key().equals(Behaviours.TOOLS_NOT_STREAMED)) {
                    found.add(new Exclusion(Exclusion.Code.TOOLS_NOT_STREAMED, "refuses tools in streams here"));
                }
            }
        }
    }

    private static boolean refuses(List<Behaviour> behaviours, Capability capability) {
        for (Behaviour behaviour : behaviours) {
            if (capability == REFUSALS.get(behaviour.key())) {
                return true;
            }
        }
        return false;
    }

    static String name(Capability capability) {
        return capability.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void limits(Offer offer, CatalogModel model, List<Exclusion> found) {
        TokenLimits limits = offer.limits().orElse(model.limits());
        long input = converted(needs.inputTokens(), model);
        long output = converted(needs.outputTokens(), model);
        Long most = limits.mostInput();
        Long context = limits.context();
        if (context != null && input + output > context) {
            found.add(new Exclusion(
                    Exclusion.Code.CONTEXT,
                    "takes " + context + " tokens in all; wanted are " + (input + output) + counted(model)));
        } else if (most != null && input > most) {
            found.add(new Exclusion(
                    Exclusion.Code.CONTEXT,
                    "takes " + most + " tokens of input; wanted are " + input + counted(model)));
        }
        if (limits.output() != null && output > limits.output()) {
            found.add(new Exclusion(
                    Exclusion.Code.OUTPUT_LIMIT,
                    "answers with " + limits.output() + " tokens at most; wanted are " + output + counted(model)));
        }
    }

    private String counted(CatalogModel model) {
        BigDecimal factor = source.tokensOf(model);
        return factor.compareTo(BigDecimal.ONE) == 0 ? "" : ", counted as its own tokens";
    }

    /** Tokens of the source as tokens of the model. */
    private long converted(@Nullable Long tokens, CatalogModel model) {
        return tokens == null
                ? 0
                : BigDecimal.valueOf(tokens)
                        .multiply(source.tokensOf(model))
                        .setScale(0, RoundingMode.CEILING)
                        .longValue();
    }

    private void licence(Offer offer, CatalogModel model, List<Exclusion> found) {
        if (needs.openWeights() && !Boolean.TRUE.equals(model.openWeights())) {
            found.add(new Exclusion(
                    Exclusion.Code.NOT_OPEN,
                    model.openWeights() == null ? "is not known to have open weights" : "has no open weights"));
        }
        String licence = model.licence();
        if (!needs.licences().isEmpty()
                && (licence == null || needs.licences().stream().noneMatch(licence::equalsIgnoreCase))) {
            found.add(new Exclusion(
                    Exclusion.Code.LICENCE, licence == null ? "is under no known licence" : "is under " + licence));
        }
        Long memory = needs.memoryBytes();
        SelfHosting machine = offer.selfHosting();
        if (memory != null && machine != null && machine.memoryBytes() != null && machine.memoryBytes() > memory) {
            found.add(new Exclusion(
                    Exclusion.Code.MEMORY,
                    "needs " + MatchWarnings.gibibytes(machine.memoryBytes()) + " of memory; there are "
                            + MatchWarnings.gibibytes(memory)));
        }
    }
}
