package dev.portolan.routing.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model, wherever it is offered: what the weights are, by the vendor's own name. Immutable and thread-safe.
 */
public final class CatalogModel {

    private final String name;
    private final ModelKind kind;
    private final @Nullable String title;
    private final @Nullable String family;
    private final @Nullable String generation;
    private final @Nullable Tier tier;
    private final @Nullable Tier secondTier;
    private final @Nullable Boolean openWeights;
    private final @Nullable String licence;
    private final @Nullable String tokenizer;
    private final @Nullable BigDecimal tokenizerFactor;
    private final @Nullable LocalDate released;
    private final @Nullable String knowledge;
    private final TokenLimits limits;
    private final @Nullable Boolean reasoning;
    private final List<String> efforts;
    private final List<BenchmarkScore> scores;
    private final List<Behaviour> behaviours;
    private final @Nullable String successor;

    private CatalogModel(Builder builder) {
        this.name = builder.name;
        this.kind = builder.kind;
        this.title = builder.title;
        this.family = builder.family;
        this.generation = builder.generation;
        this.tier = builder.tier;
        this.secondTier = builder.secondTier;
        this.openWeights = builder.openWeights;
        this.licence = builder.licence;
        this.tokenizer = builder.tokenizer;
        this.tokenizerFactor = builder.tokenizerFactor;
        this.released = builder.released;
        this.knowledge = builder.knowledge;
        this.limits = builder.limits;
        this.reasoning = builder.reasoning;
        this.efforts = List.copyOf(builder.efforts);
        this.scores = List.copyOf(builder.scores);
        this.behaviours = List.copyOf(builder.behaviours);
        this.successor = builder.successor;
    }

    /**
     * Starts the description.
     *
     * @param name the canonical name: the vendor, a slash, and the vendor's name of the model with generation and size
     * @param kind what it is asked for
     * @return a builder that knows nothing else yet
     */
    public static Builder builder(String name, ModelKind kind) {
        return new Builder(name, kind);
    }

    /**
     * A builder with this description's content.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(name, kind);
        builder.title = title;
        builder.family = family;
        builder.generation = generation;
        builder.tier = tier;
        builder.secondTier = secondTier;
        builder.openWeights = openWeights;
        builder.licence = licence;
        builder.tokenizer = tokenizer;
        builder.tokenizerFactor = tokenizerFactor;
        builder.released = released;
        builder.knowledge = knowledge;
        builder.limits = limits;
        builder.reasoning = reasoning;
        builder.efforts = efforts;
        builder.scores = scores;
        builder.behaviours = behaviours;
        builder.successor = successor;
        return builder;
    }

    /**
     * Tells the canonical name: the vendor, a slash, and the vendor's name of the model with generation and size.
     *
     * @return the value, never {@code null}
     */
    public String name() {
        return name;
    }

    /**
     * Tells what it is asked for.
     *
     * @return the value, never {@code null}
     */
    public ModelKind kind() {
        return kind;
    }

    /**
     * Tells the name that people use, such as {@code Claude Sonnet 5}.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable String title() {
        return title;
    }

    /**
     * Tells what it has in common with its predecessors, such as {@code claude-sonnet}.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable String family() {
        return family;
    }

    /**
     * Tells the number in its name, such as {@code 5.5}.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable String generation() {
        return generation;
    }

    /**
     * Tells how much it is made for.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable Tier tier() {
        return tier;
    }

    /**
     * Tells another tier that it serves as well.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable Tier secondTier() {
        return secondTier;
    }

    /**
     * Tells whether anybody may run it.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable Boolean openWeights() {
        return openWeights;
    }

    /**
     * Tells the licence of its weights.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable String licence() {
        return licence;
    }

    /**
     * Tells the name of its tokenizer, such as {@code o200k_base}.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable String tokenizer() {
        return tokenizer;
    }

    /**
     * Tells how many tokens English prose takes, for one of {@code o200k_base}; an estimate.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable BigDecimal tokenizerFactor() {
        return tokenizerFactor;
    }

    /**
     * Tells the day it came out.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable LocalDate released() {
        return released;
    }

    /**
     * Tells until when it knows the world, as the vendor says it.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable String knowledge() {
        return knowledge;
    }

    /**
     * Tells the limits of the weights; an offer may have others.
     *
     * @return the value, never {@code null}
     */
    public TokenLimits limits() {
        return limits;
    }

    /**
     * Tells whether it has a mode that reasons.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable Boolean reasoning() {
        return reasoning;
    }

    /**
     * Tells the reasoning efforts that it knows, from none to most.
     *
     * @return the value, never {@code null}
     */
    public List<String> efforts() {
        return efforts;
    }

    /**
     * Tells published scores, by benchmark.
     *
     * @return the value, never {@code null}
     */
    public List<BenchmarkScore> scores() {
        return scores;
    }

    /**
     * Tells what it does otherwise than others, on every cloud.
     *
     * @return the value, never {@code null}
     */
    public List<Behaviour> behaviours() {
        return behaviours;
    }

    /**
     * Tells the canonical name of the model that the vendor made to follow it.
     *
     * @return the value, {@code null} when it is not known
     */
    public @Nullable String successor() {
        return successor;
    }

    /**
     * The vendor.
     *
     * @return the part of the canonical name before the slash
     */
    public String vendor() {
        return name.substring(0, Math.max(0, name.indexOf('/')));
    }

    /**
     * Whether it serves a tier.
     *
     * @param wanted the tier
     * @return true for its tier and its second tier
     */
    public boolean serves(Tier wanted) {
        return tier == wanted || secondTier == wanted;
    }

    /**
     * A score by its benchmark.
     *
     * @param benchmark such as {@code mmlu_pro}
     * @return the score, or {@code null} when none is known
     */
    public @Nullable BenchmarkScore score(String benchmark) {
        for (BenchmarkScore score : scores) {
            if (score.benchmark().equals(benchmark)) {
                return score;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "CatalogModel[" + name + "]";
    }

    /** Collects what is known. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final ModelKind kind;
        private @Nullable String title;
        private @Nullable String family;
        private @Nullable String generation;
        private @Nullable Tier tier;
        private @Nullable Tier secondTier;
        private @Nullable Boolean openWeights;
        private @Nullable String licence;
        private @Nullable String tokenizer;
        private @Nullable BigDecimal tokenizerFactor;
        private @Nullable LocalDate released;
        private @Nullable String knowledge;
        private TokenLimits limits = TokenLimits.UNKNOWN;
        private @Nullable Boolean reasoning;
        private List<String> efforts = List.of();
        private List<BenchmarkScore> scores = List.of();
        private List<Behaviour> behaviours = List.of();
        private @Nullable String successor;

        private Builder(String name, ModelKind kind) {
            this.name = Objects.requireNonNull(name, "name");
            this.kind = Objects.requireNonNull(kind, "kind");
        }

        /**
         * Sets the name that people use, such as {@code Claude Sonnet 5}.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder title(@Nullable String value) {
            this.title = value;
            return this;
        }

        /**
         * Sets what it has in common with its predecessors, such as {@code claude-sonnet}.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder family(@Nullable String value) {
            this.family = value;
            return this;
        }

        /**
         * Sets the number in its name, such as {@code 5.5}.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder generation(@Nullable String value) {
            this.generation = value;
            return this;
        }

        /**
         * Sets how much it is made for.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder tier(@Nullable Tier value) {
            this.tier = value;
            return this;
        }

        /**
         * Sets another tier that it serves as well.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder secondTier(@Nullable Tier value) {
            this.secondTier = value;
            return this;
        }

        /**
         * Sets whether anybody may run it.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder openWeights(@Nullable Boolean value) {
            this.openWeights = value;
            return this;
        }

        /**
         * Sets the licence of its weights.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder licence(@Nullable String value) {
            this.licence = value;
            return this;
        }

        /**
         * Sets the name of its tokenizer, such as {@code o200k_base}.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder tokenizer(@Nullable String value) {
            this.tokenizer = value;
            return this;
        }

        /**
         * Sets how many tokens English prose takes, for one of {@code o200k_base}; an estimate.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder tokenizerFactor(@Nullable BigDecimal value) {
            this.tokenizerFactor = value;
            return this;
        }

        /**
         * Sets the day it came out.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder released(@Nullable LocalDate value) {
            this.released = value;
            return this;
        }

        /**
         * Sets until when it knows the world, as the vendor says it.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder knowledge(@Nullable String value) {
            this.knowledge = value;
            return this;
        }

        /**
         * Sets the limits of the weights; an offer may have others.
         *
         * @param value the value
         * @return this builder
         */
        public Builder limits(TokenLimits value) {
            this.limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /**
         * Sets whether it has a mode that reasons.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder reasoning(@Nullable Boolean value) {
            this.reasoning = value;
            return this;
        }

        /**
         * Sets the reasoning efforts that it knows, from none to most.
         *
         * @param value the value
         * @return this builder
         */
        public Builder efforts(List<String> value) {
            this.efforts = Objects.requireNonNull(value, "efforts");
            return this;
        }

        /**
         * Sets published scores, by benchmark.
         *
         * @param value the value
         * @return this builder
         */
        public Builder scores(List<BenchmarkScore> value) {
            this.scores = Objects.requireNonNull(value, "scores");
            return this;
        }

        /**
         * Sets what it does otherwise than others, on every cloud.
         *
         * @param value the value
         * @return this builder
         */
        public Builder behaviours(List<Behaviour> value) {
            this.behaviours = Objects.requireNonNull(value, "behaviours");
            return this;
        }

        /**
         * Sets the canonical name of the model that the vendor made to follow it.
         *
         * @param value the value, or {@code null} when it is not known
         * @return this builder
         */
        public Builder successor(@Nullable String value) {
            this.successor = value;
            return this;
        }

        /**
         * Builds the description.
         *
         * @return the description
         */
        public CatalogModel build() {
            return new CatalogModel(this);
        }
    }
}
