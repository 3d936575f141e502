package dev.portolan.routing.catalog;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an id on a cloud. The id itself stays as it was written, for the wire; everything else is what it means.
 *
 * @param cloud where
 * @param id as it was asked for
 * @param how it was found, or why not
 * @param model the model behind it, or {@code null} when that is not known
 * @param offer the model on this cloud, or {@code null} when it is not known, or the model has no offer here
 * @param rule what had to be read out of the id, for people, such as {@code inference profile eu}; {@code null} when it is the catalog's
 *     own id or alias
 * @param scope where the id keeps processing, by the name of a {@link Scope}, or {@code null} when the id does not say
 * @param version the snapshot or version that the id or its offer is pinned to, or {@code null} when it is pinned to none
 * @param flags what else to know of the id; unmodifiable
 * @param nearest known ids spelled most alike, this cloud's first; empty when the id was found
 * @param remedy what to do about an id that hides its model or is not known, or {@code null}
 */
public record IdMatch(
        Cloud cloud,
        String id,
        How how,
        @Nullable CatalogModel model,
        @Nullable Offer offer,
        @Nullable String rule,
        @Nullable String scope,
        @Nullable String version,
        Set<Flag> flags,
        List<String> nearest,
        @Nullable String remedy) {

    /** How an id was found. */
    public enum How {
        /** It is the id of the offer. */
        EXACT,
        /** The catalog declares it as another id of the offer. */
        ALIAS,
        /** Another way to write such an id: a resource name, an inference profile, another case, the default tag. */
        SPELLING,
        /** A dated or numbered state, or a tuned copy, of what the id without it names. */
        SNAPSHOT,
        /** The id says nothing; the model was stated beside it. */
        STATED,
        /** The id hides the model: a deployment, an endpoint, a profile of one's own. */
        OPAQUE,
        /** The catalog does not know it. */
        UNKNOWN;

        /**
         * The name in reports.
         *
         * @return such as {@code exact}
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What else to know of an id. */
    public enum Flag {
        /** The vendor may put other weights behind it at any time. */
        MOVING,
        /** Tuned on examples of a customer: the base is known, what it answers is not. */
        FINE_TUNED,
        /** Capacity bought in advance, paid by the hour rather than by the token. */
        PROVISIONED,
        /** A name that a customer chose, which may say anything; it was read as the model of that name. */
        CHOSEN_NAME,
        /** The name, read as a model's, says another model than the one stated beside it. */
        NAME_DISAGREES,
        /** The catalog does not hold this version: its dates, prices and behaviour may be others. */
        UNLISTED_VERSION,
        /** The catalog does not hold this place for the offer. */
        UNLISTED_SCOPE,
        /** A preview of the model, not what is in general use. */
        PREVIEW,
        /** Weights of another precision than the offer describes; size and memory are others. */
        OTHER_QUANTISATION,
        /** Runs on the servers of others although its siblings run on one's own machine. */
        LEAVES_MACHINE;

        /**
         * The name in reports.
         *
         * @return such as {@code fine-tuned}
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Checks the components.
     *
     * @param cloud as above
     * @param id as above
     * @param how as above
     * @param model as above
     * @param offer as above
     * @param rule as above
     * @param scope as above
     * @param version as above
     * @param flags as above; copied
     * @param nearest as above; copied
     * @param remedy as above
     */
    public IdMatch {
        Objects.requireNonNull(cloud, "cloud");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(how, "how");
        EnumSet<Flag> copy = EnumSet.noneOf(Flag.class);
        copy.addAll(flags);
        flags = Collections.unmodifiableSet(copy);
        nearest = List.copyOf(nearest);
    }

    /**
     * Whether the model behind the id is known.
     *
     * @return true when {@link #model()} is there
     */
    public boolean found() {
        return model != null;
    }

    /**
     * Whether something is to know of the id.
     *
     * @param flag what
     * @return true when it is flagged so
     */
    public boolean is(Flag flag) {
        return flags.contains(flag);
    }

    @Override
    public String toString() {
        return "IdMatch[" + cloud.id() + "/" + id + " " + how.id() + (model == null ? "" : " " + model.name()) + "]";
    }
}
