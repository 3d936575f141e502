package dev.portolan.evidence.dataset;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.evidence.check.Expectations;
import dev.portolan.prompt.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request of a dataset, and what is known of the right answer. Immutable. */
public final class Example {

    private final String id;
    private final ChatRequest template;
    private final Map<String, String> variables;
    private final Attachments attachments;
    private final Expectations expectations;
    private final @Nullable ChatResponse reference;
    private final Set<String> tags;
    private final @Nullable String cluster;
    private final double weight;

    private Example(Builder builder) {
        this.template = builder.template;
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(builder.variables));
        this.attachments = builder.attachments;
        this.expectations = builder.expectations;
        this.reference = builder.reference;
        this.tags = Collections.unmodifiableSet(new LinkedHashSet<>(builder.tags));
        this.cluster = builder.cluster;
        this.weight = builder.weight;
        String given = builder.id;
        this.id = given == null ? ContentHash.of(ExampleFormat.content(template, variables, attachments)) : given;
    }

    /**
     * Starts an example.
     *
     * @param request what is asked; with variables, its texts may hold <code>{{name}}</code>
     * @return a builder
     */
    public static Builder builder(ChatRequest request) {
        return new Builder(request);
    }

    /**
     * A builder with this example's content.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder =
                new Builder(template).id(id).expectations(expectations).reference(reference);
        builder.variables.putAll(variables);
        builder.attachments = attachments;
        builder.tags.addAll(tags);
        return builder.cluster(cluster).weight(weight);
    }

    /**
     * What the example is called in reports.
     *
     * @return the id; where none was given, the beginning of the hash of what is asked
     */
    public String id() {
        return id;
    }

    /**
     * What is asked: the variables filled in, the attachments read now and put at the end of the last user message.
     *
     * @return the request
     * @throws java.io.UncheckedIOException when an attachment cannot be read
     * @throws IllegalArgumentException when a variable has no value, or an attachment lies outside the dataset's folder
     */
    public ChatRequest request() {
        ChatRequest filled = variables.isEmpty() ? template : RequestTemplate.fill(template, variables);
        return attachments.addTo(filled);
    }

    /**
     * The request before variables are filled in and attachments read.
     *
     * @return the template
     */
    public ChatRequest template() {
        return template;
    }

    /**
     * The values of the template's variables.
     *
     * @return unmodifiable; empty when the request is no template
     */
    public Map<String, String> variables() {
        return variables;
    }

    /**
     * Files that go with the request.
     *
     * @return paths relative to the dataset, unmodifiable
     */
    public List<String> attachments() {
        return attachments.paths();
    }

    /**
     * What is known of the right answer.
     *
     * @return {@link Expectations#NONE} when nothing is
     */
    public Expectations expectations() {
        return expectations;
    }

    /**
     * An answer that is known, as the present model gave it.
     *
     * @return the answer, or {@code null}
     */
    public @Nullable ChatResponse reference() {
        return reference;
    }

    /**
     * The slices that the example belongs to.
     *
     * @return unmodifiable, in the order given
     */
    public Set<String> tags() {
        return tags;
    }

    /**
     * What the example has in common with others, such as the document or the customer; statistics then do not take them for
     * independent.
     *
     * @return the cluster's id, or {@code null} when the example stands for itself
     */
    public @Nullable String cluster() {
        return cluster;
    }

    /**
     * How many requests the example stands for.
     *
     * @return above 0; 1 if nothing else is said
     */
    public double weight() {
        return weight;
    }

    /**
     * The example as one line of a dataset in JSONL. Attachments are named, not copied.
     *
     * @return a JSON object without line breaks
     */
    public String toJson() {
        return ExampleFormat.write(this).toString();
    }

    /**
     * Reads a line of a dataset in JSONL apart from its dataset. Attachments keep their names; nothing is there to read them from, so
     * that {@link #request()} of an example with attachments throws.
     *
     * @param json a JSON object, as {@link #toJson()} and JSONL files have it
     * @return the example
     * @throws IllegalArgumentException when it is none; the message names the field and quotes nothing
     */
    public static Example fromJson(String json) {
        return ExampleFormat.read(ExampleFormat.parse(json), Attachments.NONE.place());
    }

    /**
     * The SHA-256 of all that the example says, attachments by name.
     *
     * @return 64 hexadecimal digits
     */
    public String contentHash() {
        return ContentHash.whole(ExampleFormat.write(this));
    }

    Attachments files() {
        return attachments;
    }

    @Override
    public String toString() {
        return "Example[" + id + ", " + template + ", tags=" + tags + "]";
    }

    /** Collects an example. Not thread-safe. */
    public static final class Builder {
        private final ChatRequest template;
        private final Map<String, String> variables = new LinkedHashMap<>();
        private final Set<String> tags = new LinkedHashSet<>();
        private @Nullable String id;
        private Attachments attachments = Attachments.NONE;
        private Expectations expectations = Expectations.NONE;
        private @Nullable ChatResponse reference;
        private @Nullable String cluster;
        private double weight = 1;

        private Builder(ChatRequest template) {
            this.template = Objects.requireNonNull(template, "request");
        }

        /**
         * Sets: what the example is called.
         *
         * @param value not blank, unique in its dataset; the beginning of a hash when it is not set
         * @return this builder
         */
        public Builder id(String value) {
            this.id = requireText("id", value);
            return this;
        }

        /**
         * Sets the value of a variable.
         *
         * @param name letters, digits, {@code _}, {@code -} and dots
         * @param value put in place of <code>{{name}}</code> as it is
         * @return this builder
         */
        public Builder variable(String name, String value) {
            Template.requireName(name);
            variables.put(name, Objects.requireNonNull(value, name));
            return this;
        }

        /**
         * Sets: files that go with the request.
         *
         * @param folder where they lie; nothing outside of it is read
         * @param paths relative to it, with slashes
         * @return this builder
         * @throws IllegalArgumentException when a path is absolute or leads out of the folder
         */
        public Builder attachments(java.nio.file.Path folder, String... paths) {
            this.attachments = new Attachments(new Attachments.InFolder(folder), Arrays.asList(paths));
            return this;
        }

        Builder attachments(Attachments.Place place, List<String> paths) {
            this.attachments = new Attachments(place, paths);
            return this;
        }

        /**
         * Sets: what is known of the right answer.
         *
         * @param value the expectations
         * @return this builder
         */
        public Builder expectations(Expectations value) {
            this.expectations = Objects.requireNonNull(value, "expectations");
            return this;
        }

        /**
         * Sets: an answer that is known.
         *
         * @param value the answer, or {@code null} for none
         * @return this builder
         */
        public Builder reference(@Nullable ChatResponse value) {
            this.reference = value;
            return this;
        }

        /**
         * Adds slices that the example belongs to.
         *
         * @param values their names, not blank
         * @return this builder
         */
        public Builder tags(String... values) {
            for (String value : values) {
                tags.add(requireText("tag", value));
            }
            return this;
        }

        /**
         * Sets: what the example has in common with others.
         *
         * @param value the cluster's id, or {@code null} for none
         * @return this builder
         */
        public Builder cluster(@Nullable String value) {
            this.cluster = value == null ? null : requireText("cluster", value);
            return this;
        }

        /**
         * Sets: how many requests the example stands for.
         *
         * @param value above 0 and finite
         * @return this builder
         */
        public Builder weight(double value) {
            if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weight: must be above 0 and finite");
            }
            this.weight = value;
            return this;
        }

        private static String requireText(String what, String value) {
            if (value.isBlank()) {
                throw new IllegalArgumentException(what + ": must not be blank");
            }
            return value;
        }

        /**
         * The example.
         *
         * @return the example
         * @throws IllegalArgumentException when the template names a variable without a value
         */
        public Example build() {
            if (!variables.isEmpty()) {
                List<String> missing = new ArrayList<>(RequestTemplate.names(template));
                missing.removeAll(variables.keySet());
                if (!missing.isEmpty()) {
                    throw new IllegalArgumentException("variables: no value for " + String.join(", ", missing));
                }
            }
            return new Example(this);
        }
    }
}
