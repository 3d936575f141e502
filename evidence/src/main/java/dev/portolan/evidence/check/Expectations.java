package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an example says of the right answer. All of it is optional; a check whose part is missing is not applicable. Immutable.
 *
 * <p>As JSON, which datasets hold under {@code expect}:
 *
 * <pre>{@code
 * {"text": "Paris", "contains": ["Seine"], "label": "billing", "labels": ["billing", "refund"], "number": 42.5,
 *  "json": {"customer": {"name": "Jo"}}, "toolCalls": [{"name": "find_order", "arguments": {"id": 7}}],
 *  "refusal": "comply", "escalation": false,
 *  "sources": [{"id": "doc-1", "title": "Terms", "url": "https://example.com/terms", "text": "..."}], "citations": ["doc-1"]}
 * }</pre>
 *
 * <p>{@code label} is short for {@code labels} with one. {@code "toolCalls": []} says that no tool is called. Other names are kept
 * for an application's own checks, see {@link #other}.
 */
public final class Expectations {

    /** Says nothing. */
    public static final Expectations NONE = new Builder().build();

    private final @Nullable String text;
    private final List<String> contains;
    private final Set<String> labels;
    private final @Nullable BigDecimal number;
    private final @Nullable String json;
    private final @Nullable List<ExpectedCall> toolCalls;
    private final @Nullable RefusalClass refusal;
    private final @Nullable Boolean escalation;
    private final List<Source> sources;
    private final Set<String> citations;
    private final Map<String, String> others;

    private Expectations(Builder builder) {
        this.text = builder.text;
        this.contains = List.copyOf(builder.contains);
        this.labels = unmodifiable(builder.labels);
        this.number = builder.number;
        this.json = builder.json;
        this.toolCalls = builder.toolCalls == null ? null : List.copyOf(builder.toolCalls);
        this.refusal = builder.refusal;
        this.escalation = builder.escalation;
        this.sources = List.copyOf(builder.sources);
        this.citations = unmodifiable(builder.citations);
        this.others = Collections.unmodifiableMap(new LinkedHashMap<>(builder.others));
    }

    private static Set<String> unmodifiable(Set<String> names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }

    /**
     * Starts with nothing.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads what {@link #toJson} writes.
     *
     * @param json a JSON object as text
     * @return the expectations
     * @throws IllegalArgumentException when the text is no JSON object, or a part is not as it must be; the message names the part
     *     and quotes nothing
     */
    public static Expectations fromJson(String json) {
        return ExpectationsFormat.read(json);
    }

    /**
     * As JSON.
     *
     * @return a JSON object as text, with the parts that are there
     */
    public String toJson() {
        ObjectNode out = ExpectationsFormat.write(this);
        others.forEach((name, value) -> out.set(name, Json.parse(value)));
        return out.toString();
    }

    /**
     * The right answer, or a good one.
     *
     * @return the text, or {@code null}
     */
    public @Nullable String text() {
        return text;
    }

    /**
     * Words that the answer holds.
     *
     * @return unmodifiable, possibly empty
     */
    public List<String> contains() {
        return contains;
    }

    /**
     * The right labels; one where an answer has exactly one.
     *
     * @return unmodifiable, in the order given, possibly empty
     */
    public Set<String> labels() {
        return labels;
    }

    /**
     * The right number.
     *
     * @return the number, or {@code null}
     */
    public @Nullable BigDecimal number() {
        return number;
    }

    /**
     * The right values of fields, for extraction.
     *
     * @return JSON text, or {@code null}
     */
    public @Nullable String json() {
        return json;
    }

    /**
     * The calls of tools.
     *
     * @return unmodifiable; empty when no tool is to be called, {@code null} when nothing is said of it
     */
    public @Nullable List<ExpectedCall> toolCalls() {
        return toolCalls;
    }

    /**
     * Whether the request is to be declined.
     *
     * @return the class, or {@code null} when nothing is said of it
     */
    public @Nullable RefusalClass refusal() {
        return refusal;
    }

    /**
     * Whether the case is to be handed to a person.
     *
     * @return true when it is, or {@code null} when nothing is said of it
     */
    public @Nullable Boolean escalation() {
        return escalation;
    }

    /**
     * What the model was given to answer from.
     *
     * @return unmodifiable, in the order of the prompt, possibly empty
     */
    public List<Source> sources() {
        return sources;
    }

    /**
     * The ids of sources that the answer must cite.
     *
     * @return unmodifiable, possibly empty
     */
    public Set<String> citations() {
        return citations;
    }

    /**
     * What an application expects under a name of its own.
     *
     * @param name the name
     * @return JSON text, or {@code null} when there is none
     */
    public @Nullable String other(String name) {
        return others.get(name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Expectations that && toJson().equals(that.toJson());
    }

    @Override
    public int hashCode() {
        return toJson().hashCode();
    }

    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        ExpectationsFormat.write(this).fieldNames().forEachRemaining(names::add);
        return "Expectations" + names;
    }

    /** Collects expectations. Not thread-safe. */
    public static final class Builder {
        private final List<String> contains = new ArrayList<>();
        private final Set<String> labels = new LinkedHashSet<>();
        private final List<Source> sources = new ArrayList<>();
        private final Set<String> citations = new LinkedHashSet<>();
        private final Map<String, String> others = new LinkedHashMap<>();
        private @Nullable String text;
        private @Nullable BigDecimal number;
        private @Nullable String json;
        private @Nullable List<ExpectedCall> toolCalls;
        private @Nullable RefusalClass refusal;
        private @Nullable Boolean escalation;

        private Builder() {}

        /**
         * Sets: the right answer, or a good one.
         *
         * @param value the text
         * @return this builder
         */
        public Builder text(String value) {
            this.text = Objects.requireNonNull(value, "text");
            return this;
        }

        /**
         * Adds words that the answer holds.
         *
         * @param values each of them, not empty
         * @return this builder
         */
        public Builder contains(String... values) {
            for (String value : values) {
                if (value.isEmpty()) {
                    throw new IllegalArgumentException("contains: must not be empty, each answer contains that");
                }
                contains.add(value);
            }
            return this;
        }

        /**
         * Adds right labels.
         *
         * @param values their names, not blank
         * @return this builder
         */
        public Builder labels(String... values) {
            for (String value : values) {
                labels.add(requireName("label", value));
            }
            return this;
        }

        /**
         * Sets: the right number.
         *
         * @param value the number
         * @return this builder
         */
        public Builder number(BigDecimal value) {
            if (!Numerals.reckonable(value)) {
                throw new IllegalArgumentException("number: must have at most 1000 digits, zeros included");
            }
            BigDecimal plain = value.stripTrailingZeros();
            this.number = plain.scale() < 0 ? plain.setScale(0) : plain;
            return this;
        }

        /**
         * Sets: the right values of fields.
         *
         * @param value JSON text, an object or array
         * @return this builder
         * @throws IllegalArgumentException when it is no such text
         */
        public Builder json(String value) {
            JsonNode node = Json.parse(value);
            if (node == null || !node.isContainerNode()) {
                throw new IllegalArgumentException("json: must be a JSON object or array");
            }
            this.json = node.toString();
            return this;
        }

        /**
         * Sets: the calls of tools, in their order.
         *
         * @param values the calls; none when no tool is to be called
         * @return this builder
         */
        public Builder toolCalls(ExpectedCall... values) {
            this.toolCalls = List.of(values);
            return this;
        }

        /**
         * Sets: whether the request is to be declined.
         *
         * @param value the class
         * @return this builder
         */
        public Builder refusal(RefusalClass value) {
            this.refusal = Objects.requireNonNull(value, "refusal");
            return this;
        }

        /**
         * Sets: whether the case is to be handed to a person.
         *
         * @param value true when it is
         * @return this builder
         */
        public Builder escalation(boolean value) {
            this.escalation = value;
            return this;
        }

        /**
         * Adds what the model was given to answer from.
         *
         * @param values the sources, in the order of the prompt; no id twice
         * @return this builder
         */
        public Builder sources(Source... values) {
            for (Source value : values) {
                if (sources.stream().anyMatch(one -> one.id().equals(value.id()))) {
                    throw new IllegalArgumentException("sources: two have the same id");
                }
                sources.add(value);
            }
            return this;
        }

        /**
         * Adds sources that the answer must cite.
         *
         * @param ids their ids
         * @return this builder
         */
        public Builder citations(String... ids) {
            for (String id : ids) {
                citations.add(requireName("citation", id));
            }
            return this;
        }

        /**
         * Sets what an application expects under a name of its own.
         *
         * @param name the name, none of those above
         * @param value JSON text
         * @return this builder
         * @throws IllegalArgumentException when the value is no JSON, or the name is one of those above
         */
        public Builder other(String name, String value) {
            JsonNode node = Json.parse(value);
            if (node == null) {
                throw new IllegalArgumentException(name + ": must be JSON");
            }
            if (ExpectationsFormat.NAMES.contains(name)) {
                throw new IllegalArgumentException(name + ": has a meaning of its own, use its method");
            }
            others.put(requireName("name", name), node.toString());
            return this;
        }

        private static String requireName(String what, String value) {
            if (value.isBlank()) {
                throw new IllegalArgumentException(what + ": must not be blank");
            }
            return value;
        }

        /**
         * The expectations.
         *
         * @return the expectations
         */
        public Expectations build() {
            for (String id : citations) {
                if (!sources.isEmpty()
                        && sources.stream().noneMatch(source -> source.id().equals(id))) {
                    throw new IllegalArgumentException("citations: one of them is the id of no source");
                }
            }
            return new Expectations(this);
        }
    }
}
