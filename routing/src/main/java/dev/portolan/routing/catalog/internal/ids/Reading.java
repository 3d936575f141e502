package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.IdMatch.Flag;
import dev.portolan.routing.catalog.IdMatch.How;
import dev.portolan.routing.catalog.Offer;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rules make of an id.
 *
 * @param how it was found
 * @param offer behind it; {@code null} when it is opaque
 * @param rule what was read out of it, or {@code null}
 * @param scope where it keeps processing, or {@code null}
 * @param version what it is pinned to, or {@code null}
 * @param flags what else to know
 * @param remedy what to do about an opaque id, or {@code null}
 */
record Reading(
        How how,
        @Nullable Offer offer,
        @Nullable String rule,
        @Nullable String scope,
        @Nullable String version,
        Set<Flag> flags,
        @Nullable String remedy) {

    static Reading of(How how, Offer offer) {
        Set<Flag> flags = offer.moving() ? Set.of(Flag.MOVING) : Set.of();
        return new Reading(how, offer, null, null, offer.snapshot(), flags, null);
    }

    static Reading opaque(String rule, String remedy, Flag... flags) {
        return new Reading(How.OPAQUE, null, rule, null, null, Set.of(flags), remedy);
    }

    /** The same, found by one rule more. A snapshot stays one when what is around it is only spelling. */
    Reading by(How outer, String said) {
        How together = how == How.OPAQUE || (how == How.SNAPSHOT && outer == How.SPELLING) ? how : outer;
        return new Reading(together, offer, rule == null ? said : said + ", " + rule, scope, version, flags, remedy);
    }

    Reading in(@Nullable String place) {
        return new Reading(how, offer, rule, place == null ? scope : place, version, flags, remedy);
    }

    Reading pinnedTo(String pinned) {
        return new Reading(how, offer, rule, scope, pinned, flags, remedy);
    }

    Reading with(Flag flag) {
        EnumSet<Flag> more = EnumSet.of(flag);
        more.addAll(flags);
        return new Reading(how, offer, rule, scope, version, more, remedy);
    }

    Reading without(Flag flag) {
        EnumSet<Flag> fewer = EnumSet.noneOf(Flag.class);
        fewer.addAll(flags);
        fewer.remove(flag);
        return new Reading(how, offer, rule, scope, version, fewer, remedy);
    }
}
