package dev.portolan.routing.catalog;

import dev.portolan.chat.Capability;
import dev.portolan.chat.Usage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A model on a cloud: the id it is called by there, and all that differs from cloud to cloud. Immutable and thread-safe.
 */
public final class Offer {

    private final Cloud cloud;
    private final String id;
    private final String model;
    private final List<String> aliases;
    private final @Nullable String snapshot;
    private final boolean moving;
    private final List<OfferVersion> versions;
    private final List<Scope> scopes;
    private final @Nullable Pricing pricing;
    private final TokenLimits limits;
    private final Map<Capability, Boolean> capabilities;
    private final Lifecycle lifecycle;
    private final Set<String> regions;
    private final List<String> interfaces;
    private final @Nullable String hosting;
    private final @Nullable SelfHosting selfHosting;
    private final List<Behaviour> behaviours;
    private final Set<String> certifications;
    private final @Nullable String support;
    private final Provenance provenance;

    private Offer(Builder builder) {
        this.cloud = builder.cloud;
        this.id = builder.id;
        this.model = builder.model;
        this.aliases = List.copyOf(builder.aliases);
        this.snapshot = builder.snapshot;
        this.moving = builder.moving;
        this.versions = List.copyOf(builder.versions);
        this.scopes = List.copyOf(builder.scopes);
        this.pricing = builder.pricing;
        this.limits = builder.limits;
        this.capabilities = copy(builder.capabilities);
        this.lifecycle = builder.lifecycle;
        this.regions = Collections.unmodifiableSet(new TreeSet<>(builder.regions));
        this.interfaces = List.copyOf(builder.interfaces);
        this.hosting = builder.hosting;
        this.selfHosting = builder.selfHosting;
        this.behaviours = List.copyOf(builder.behaviours);
        this.certifications = Collections.unmodifiableSet(new TreeSet<>(builder.certifications));
        this.support = builder.support;
        this.provenance = builder.provenance;
    }

    /**
     * Starts the description.
     *
     * @param cloud where it is offered
     * @param id the id that is sent; on Azure the name in the list of models, since a deployment's name is the customer's
     * @param model the canonical name of the model behind it
     * @return a builder that knows nothing else yet
     */
    public static Builder builder(Cloud cloud, String id, String model) {
        return new Builder(cloud, id, model);
    }

    /**
     * A builder with this description's content.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(cloud, id, model);
        builder.aliases = aliases;
        builder.snapshot = snapshot;
        builder.moving = moving;
        builder.versions = versions;
        builder.scopes = scopes;
        builder.pricing = pricing;
        builder.limits = limits;
        builder.capabilities = capabilities;
        builder.lifecycle = lifecycle;
        builder.regions = regions;
        builder.interfaces = interfaces;
        builder.hosting = hosting;
        builder.selfHosting = selfHosting;
        builder.behaviours = behaviours;
        builder.certifications = certifications;
        builder.support = support;
        builder.provenance = provenance;
        return builder;
    }

    /**
     * Tells where it is offered.
     *
     * @return the value, never {@code null}
     */
    public Cloud cloud() {
        return cloud;
    }

    /**
     * Tells the id that is sent; on Azure the name in the list of models, since a deployment's name is the customer's.
     *
     * @return the value, never {@code null}
     */
    public String id() {
        return id;
    }

    /**
     * Tells the canonical name of the model behind it.
     *
     * @return the value, never {@code null}
     */
    public String model() {
        return model;
    }

    /**
     * Tells other ids that mean the same here, those of scopes included.
     *
     * @return the value, never {@code null}
     */
    public List<String> aliases() {
        return aliases;
    }

    /**
     * Tells the state of the weights that the id is pinned to.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable String snapshot() {
        return snapshot;
    }

    /**
     * Tells whether the vendor may put other weights behind the id at any time; such an offer is never proposed as a stand-in.
     *
     * @return the value, false unless stated
     */
    public boolean moving() {
        return moving;
    }

    /**
     * Tells the versions under this id.
     *
     * @return the value, never {@code null}
     */
    public List<OfferVersion> versions() {
        return versions;
    }

    /**
     * Tells where its processing can be kept.
     *
     * @return the value, never {@code null}
     */
    public List<Scope> scopes() {
        return scopes;
    }

    /**
     * Tells what it costs.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable Pricing pricing() {
        return pricing;
    }

    /**
     * Tells how much fits here.
     *
     * @return the value, never {@code null}
     */
    public TokenLimits limits() {
        return limits;
    }

    /**
     * Tells what it can be asked for here; what is missing is not known.
     *
     * @return the value, never {@code null}
     */
    public Map<Capability, Boolean> capabilities() {
        return capabilities;
    }

    /**
     * Tells where in its life it is here.
     *
     * @return the value, never {@code null}
     */
    public Lifecycle lifecycle() {
        return lifecycle;
    }

    /**
     * Tells the cloud's regions that have it; empty when they are not known.
     *
     * @return the value, never {@code null}
     */
    public Set<String> regions() {
        return regions;
    }

    /**
     * Tells the interfaces it is called by, such as {@code Converse} or {@code /v1/responses}; empty when they are not known.
     *
     * @return the value, never {@code null}
     */
    public List<String> interfaces() {
        return interfaces;
    }

    /**
     * Tells who runs it, where that is not the cloud itself, such as {@code fireworks} or {@code managed-compute}.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable String hosting() {
        return hosting;
    }

    /**
     * Tells what it takes to run it on machines of one's own.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable SelfHosting selfHosting() {
        return selfHosting;
    }

    /**
     * Tells what it does otherwise here than on other clouds.
     *
     * @return the value, never {@code null}
     */
    public List<Behaviour> behaviours() {
        return behaviours;
    }

    /**
     * Tells what the service is certified for, such as {@code SOC 2}; empty when it is not known.
     *
     * @return the value, never {@code null}
     */
    public Set<String> certifications() {
        return certifications;
    }

    /**
     * Tells which support there is.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable String support() {
        return support;
    }

    /**
     * Tells where these facts come from.
     *
     * @return the value, never {@code null}
     */
    public Provenance provenance() {
        return provenance;
    }

    private static Map<Capability, Boolean> copy(Map<Capability, Boolean> known) {
        Map<Capability, Boolean> copy = new EnumMap<>(Capability.class);
        copy.putAll(known);
        return Collections.unmodifiableMap(copy);
    }

    /**
     * Whether it can be asked for something here.
     *
     * @param capability what to ask for
     * @return yes or no, or {@code null} when it is not known
     */
    public @Nullable Boolean can(Capability capability) {
        return capabilities.get(capability);
    }

    /**
     * A scope by its name.
     *
     * @param name such as {@code eu}
     * @return the scope, or {@code null} when processing cannot be kept there as far as is known
     */
    public @Nullable Scope scope(String name) {
        for (Scope scope : scopes) {
            if (scope.name().equals(name)) {
                return scope;
            }
        }
        return null;
    }

    /**
     * Whether its processing can be kept in a place. On machines of one's own it stays where they stand. That a call is really processed there
     * takes the id, region or deployment for it as well.
     *
     * @param zone the name of a {@link Scope}, such as {@code eu} or {@code region:eu-central-1}
     * @return true only when it is known
     */
    public boolean staysIn(String zone) {
        return scope(zone) != null
                || (zone.startsWith("region:") && regions.contains(zone.substring("region:".length())))
                || (cloud.selfHosted() && scope("self-hosted") != null);
    }

    /**
     * The rates of a request.
     *
     * @param terms when, where and how it is served
     * @param inputTokens how long it is, caches included; 0 for the rates of a short one
     * @return the rates, or {@code null} when the offer has no price by tokens, or is not known to be served in the terms' scope
     */
    public @Nullable EffectiveRates rates(PriceTerms terms, long inputTokens) {
        return whyNoRates(terms) != null || pricing == null
                ? null
                : RateSelection.of(pricing, terms.scope() == null ? null : scope(terms.scope()), terms, inputTokens);
    }

    /**
     * What a call costs.
     *
     * @param usage its tokens; where the vendor tells nothing of its cache or of reasoning, there was none
     * @param terms when, where and how it was served
     * @return the cost, part by part, with what is not known of it
     */
    public Cost cost(Usage usage, PriceTerms terms) {
        Long input = usage.inputTokens();
        EffectiveRates rates = rates(terms, input == null ? 0 : input);
        return rates != null
                ? Cost.of(rates, usage, terms.cacheTime())
                : Cost.unknown(
                        pricing == null ? Pricing.US_DOLLAR : pricing.currency(),
                        Objects.requireNonNullElse(whyNoRates(terms), ""));
    }

    private @Nullable String whyNoRates(PriceTerms terms) {
        if (pricing == null) {
            return "the price of " + shown() + " is not known";
        }
        if (!pricing.perToken()) {
            return shown() + " is paid by the " + pricing.unit() + ", not by the token";
        }
        String where = terms.scope();
        return where == null
                        || where.equals(Scope.GLOBAL)
                        || scope(where) != null
                        || pricing.uplift().containsKey(where)
                ? null
                : shown() + " is not known to be served in " + where;
    }

    /**
     * Both names together, by which an offer is told in messages.
     *
     * @return such as {@code bedrock/anthropic.claude-sonnet-5}
     */
    public String shown() {
        return cloud.id() + "/" + id;
    }

    @Override
    public String toString() {
        return "Offer[" + shown() + "]";
    }

    /** Collects what is known. Not thread-safe. */
    public static final class Builder {
        private final Cloud cloud;
        private final String id;
        private final String model;
        private List<String> aliases = List.of();
        private @Nullable String snapshot;
        private boolean moving;
        private List<OfferVersion> versions = List.of();
        private List<Scope> scopes = List.of();
        private @Nullable Pricing pricing;
        private TokenLimits limits = TokenLimits.UNKNOWN;
        private Map<Capability, Boolean> capabilities = Map.of();
        private Lifecycle lifecycle = Lifecycle.UNKNOWN;
        private Set<String> regions = Set.of();
        private List<String> interfaces = List.of();
        private @Nullable String hosting;
        private @Nullable SelfHosting selfHosting;
        private List<Behaviour> behaviours = List.of();
        private Set<String> certifications = Set.of();
        private @Nullable String support;
        private Provenance provenance = Provenance.UNKNOWN;

        private Builder(Cloud cloud, String id, String model) {
            this.cloud = Objects.requireNonNull(cloud, "cloud");
            this.id = Objects.requireNonNull(id, "id");
            this.model = Objects.requireNonNull(model, "model");
        }

        /**
         * Sets other ids that mean the same here, those of scopes included.
         *
         * @param value the value
         * @return this builder
         */
        public Builder aliases(List<String> value) {
            this.aliases = Objects.requireNonNull(value, "aliases");
            return this;
        }

        /**
         * Sets the state of the weights that the id is pinned to.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder snapshot(@Nullable String value) {
            this.snapshot = value;
            return this;
        }

        /**
         * Sets whether the vendor may put other weights behind the id at any time; such an offer is never proposed as a stand-in.
         *
         * @param value the value
         * @return this builder
         */
        public Builder moving(boolean value) {
            this.moving = value;
            return this;
        }

        /**
         * Sets the versions under this id.
         *
         * @param value the value
         * @return this builder
         */
        public Builder versions(List<OfferVersion> value) {
            this.versions = Objects.requireNonNull(value, "versions");
            return this;
        }

        /**
         * Sets where its processing can be kept.
         *
         * @param value the value
         * @return this builder
         */
        public Builder scopes(List<Scope> value) {
            this.scopes = Objects.requireNonNull(value, "scopes");
            return this;
        }

        /**
         * Sets what it costs.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder pricing(@Nullable Pricing value) {
            this.pricing = value;
            return this;
        }

        /**
         * Sets how much fits here.
         *
         * @param value the value
         * @return this builder
         */
        public Builder limits(TokenLimits value) {
            this.limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /**
         * Sets what it can be asked for here; what is missing is not known.
         *
         * @param value the value
         * @return this builder
         */
        public Builder capabilities(Map<Capability, Boolean> value) {
            this.capabilities = Objects.requireNonNull(value, "capabilities");
            return this;
        }

        /**
         * Sets where in its life it is here.
         *
         * @param value the value
         * @return this builder
         */
        public Builder lifecycle(Lifecycle value) {
            this.lifecycle = Objects.requireNonNull(value, "lifecycle");
            return this;
        }

        /**
         * Sets the cloud's regions that have it; empty when they are not known.
         *
         * @param value the value
         * @return this builder
         */
        public Builder regions(Set<String> value) {
            this.regions = Objects.requireNonNull(value, "regions");
            return this;
        }

        /**
         * Sets the interfaces it is called by, such as {@code Converse} or {@code /v1/responses}; empty when they are not known.
         *
         * @param value the value
         * @return this builder
         */
        public Builder interfaces(List<String> value) {
            this.interfaces = Objects.requireNonNull(value, "interfaces");
            return this;
        }

        /**
         * Sets who runs it, where that is not the cloud itself, such as {@code fireworks} or {@code managed-compute}.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder hosting(@Nullable String value) {
            this.hosting = value;
            return this;
        }

        /**
         * Sets what it takes to run it on machines of one's own.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder selfHosting(@Nullable SelfHosting value) {
            this.selfHosting = value;
            return this;
        }

        /**
         * Sets what it does otherwise here than on other clouds.
         *
         * @param value the value
         * @return this builder
         */
        public Builder behaviours(List<Behaviour> value) {
            this.behaviours = Objects.requireNonNull(value, "behaviours");
            return this;
        }

        /**
         * Sets what the service is certified for, such as {@code SOC 2}; empty when it is not known.
         *
         * @param value the value
         * @return this builder
         */
        public Builder certifications(Set<String> value) {
            this.certifications = Objects.requireNonNull(value, "certifications");
            return this;
        }

        /**
         * Sets which support there is.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder support(@Nullable String value) {
            this.support = value;
            return this;
        }

        /**
         * Sets where these facts come from.
         *
         * @param value the value
         * @return this builder
         */
        public Builder provenance(Provenance value) {
            this.provenance = Objects.requireNonNull(value, "provenance");
            return this;
        }

        /**
         * Builds the description.
         *
         * @return the description
         */
        public Offer build() {
            return new Offer(this);
        }
    }
}
