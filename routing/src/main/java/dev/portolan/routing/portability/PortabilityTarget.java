package dev.portolan.routing.portability;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ModelInfo;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a workload is to move, and where it comes from. The model is built and never called; the catalog tells what no model knows of
 * itself: price, residency, how long it will be there. Either may be missing, and the report says what could not be told without it.
 * Immutable.
 *
 * <pre>{@code
 * PortabilityTarget target = PortabilityTarget.of(portolan.chatModel("next"))
 *         .catalog(catalog)
 *         .source(catalog.offer(Cloud.AZURE, "gpt-4o-mini"))
 *         .residency("eu")
 *         .on(LocalDate.of(2026, 11, 21))
 *         .build();
 * }</pre>
 */
public final class PortabilityTarget {

    private final @Nullable ChatModel model;
    private final @Nullable ModelInfo info;
    private final @Nullable ModelCatalog catalog;
    private final @Nullable Offer offer;
    private final @Nullable Offer source;
    private final Set<String> zones;
    private final @Nullable LocalDate day;
    private final @Nullable String sourceEmbedding;
    private final @Nullable String targetEmbedding;

    private PortabilityTarget(Builder builder) {
        this.model = builder.model;
        this.info = model == null ? null : model.info();
        this.catalog = builder.catalog;
        this.offer = builder.offer == null ? found(catalog, info) : builder.offer;
        this.source = builder.source;
        this.zones = Collections.unmodifiableSet(new TreeSet<>(builder.zones));
        this.day = builder.day;
        this.sourceEmbedding = builder.sourceEmbedding;
        this.targetEmbedding = builder.targetEmbedding;
    }

    private static @Nullable Offer found(@Nullable ModelCatalog catalog, @Nullable ModelInfo info) {
        Cloud cloud = info == null ? null : Cloud.ofProvider(info.provider());
        if (catalog == null || info == null || cloud == null) {
            return null;
        }
        return catalog.identify(cloud, info.model(), info.baseModel()).offer();
    }

    /**
     * A model that is built. It is asked what it cannot honour, and never called.
     *
     * @param model the model
     * @return a builder
     */
    public static Builder of(ChatModel model) {
        return new Builder(Objects.requireNonNull(model, "model"), null);
    }

    /**
     * An offer of a catalog, where no model is built for it. What only a model can tell stays open.
     *
     * @param catalog what is known
     * @param offer the offer
     * @return a builder
     */
    public static Builder of(ModelCatalog catalog, Offer offer) {
        return new Builder(null, Objects.requireNonNull(offer, "offer")).catalog(catalog);
    }

    /**
     * The model that is asked what it cannot honour.
     *
     * @return the model, or {@code null} when there is none
     */
    public @Nullable ChatModel model() {
        return model;
    }

    /**
     * What the catalog knows of the target: what was given, or what it holds under the model's id or base model.
     *
     * @return the offer, or {@code null} when it is not known
     */
    public @Nullable Offer offer() {
        return offer;
    }

    /**
     * What the catalog knows of the source.
     *
     * @return the offer, or {@code null} when it is not known
     */
    public @Nullable Offer source() {
        return source;
    }

    /**
     * Where processing must stay.
     *
     * @return names of scopes; empty when nobody asked for any
     */
    public Set<String> zones() {
        return zones;
    }

    /**
     * The day for which is judged.
     *
     * @return the day, or {@code null} when none was given
     */
    public @Nullable LocalDate day() {
        return day;
    }

    /**
     * The name of the catalog's state.
     *
     * @return the version, or {@code null} without a catalog
     */
    public @Nullable String catalogVersion() {
        return catalog == null ? null : catalog.version();
    }

    /**
     * Both names together.
     *
     * @return such as {@code bedrock/amazon.nova-lite-v1:0}
     */
    public String shown() {
        return info != null
                ? info.provider() + "/" + info.model()
                : Objects.requireNonNull(offer).shown();
    }

    @Nullable
    ModelInfo info() {
        return info;
    }

    /** The provider id under which requests hold options for the target. */
    @Nullable
    String provider() {
        if (info != null) {
            return info.provider();
        }
        return offer == null ? null : offer.cloud().provider();
    }

    @Nullable
    Cloud cloud() {
        if (offer != null) {
            return offer.cloud();
        }
        return info == null ? null : Cloud.ofProvider(info.provider());
    }

    @Nullable
    CatalogModel described(@Nullable Offer of) {
        return catalog == null || of == null ? null : catalog.model(of.model());
    }

    @Nullable
    String sourceEmbedding() {
        return sourceEmbedding;
    }

    @Nullable
    String targetEmbedding() {
        return targetEmbedding;
    }

    @Override
    public String toString() {
        return "PortabilityTarget[" + shown() + "]";
    }

    /** Collects what is known of a move. Not thread-safe. */
    public static final class Builder {
        private final @Nullable ChatModel model;
        private @Nullable Offer offer;
        private @Nullable ModelCatalog catalog;
        private @Nullable Offer source;
        private Set<String> zones = Set.of();
        private @Nullable LocalDate day;
        private @Nullable String sourceEmbedding;
        private @Nullable String targetEmbedding;

        private Builder(@Nullable ChatModel model, @Nullable Offer offer) {
            this.model = model;
            this.offer = offer;
        }

        /**
         * Sets what is known of models. The target's offer is looked up in it by the model's id and base model.
         *
         * @param value the catalog
         * @return this builder
         */
        public Builder catalog(ModelCatalog value) {
            this.catalog = Objects.requireNonNull(value, "catalog");
            return this;
        }

        /**
         * Names the target's offer, where neither the id nor the base model tells it: a deployment, an endpoint, a profile.
         *
         * @param value the offer, or {@code null} to look it up
         * @return this builder
         */
        public Builder offer(@Nullable Offer value) {
            this.offer = value;
            return this;
        }

        /**
         * Names what the workload runs on today.
         *
         * @param value the offer, or {@code null} when it is not known
         * @return this builder
         */
        public Builder source(@Nullable Offer value) {
            this.source = value;
            return this;
        }

        /**
         * Says where processing must stay.
         *
         * @param value names of scopes, such as {@code eu}; all of them must be there
         * @return this builder
         */
        public Builder residency(String... value) {
            this.zones = Set.of(value);
            return this;
        }

        /**
         * Sets the day for which is judged.
         *
         * @param value the day, or {@code null}: then nothing is said of the model's life
         * @return this builder
         */
        public Builder on(@Nullable LocalDate value) {
            this.day = value;
            return this;
        }

        /**
         * Says which vectors the application keeps, since requests do not show it.
         *
         * @param from the embedding model of today
         * @param to the one after the move, or {@code null} when it is not chosen
         * @return this builder
         */
        public Builder embeddings(String from, @Nullable String to) {
            this.sourceEmbedding = Objects.requireNonNull(from, "from");
            this.targetEmbedding = to;
            return this;
        }

        /**
         * Builds the target.
         *
         * @return the target
         */
        public PortabilityTarget build() {
            return new PortabilityTarget(this);
        }
    }
}
