package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.schema.SchemaLoss;
import dev.portolan.schema.SchemaUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A dialect made of rules. Compiled schemas are remembered, the latest thousand, since tools are often built anew for each call.
 * Thread-safe.
 */
public final class RuleDialect implements SchemaDialect {

    private static final int REMEMBERED = 1_000;

    /** When the vendor is asked to enforce a schema, if the caller does not say. */
    public enum Strictness {
        /** Always, whatever is lost by it. */
        ALWAYS,
        /** When nothing is lost by it; else the schema is sent as it was written, as a hint. */
        WHEN_LOSSLESS,
        /** Only when the caller says so. */
        ON_REQUEST
    }

    private final String name;
    private final List<SchemaRule> rules;
    private final List<SchemaRule> looseRules;
    private final Strictness tools;
    private final Strictness output;
    private final @Nullable RootRule root;
    private final @Nullable SchemaLimits limits;
    private final @Nullable SchemaRule inlining;
    private final boolean inliningRecursive;
    private final InstanceShape.Changes changes;
    private final boolean sameWhenLoose;
    private final @Nullable String enforcedOutput;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, CompiledSchema> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CompiledSchema> eldest) {
            return size() > REMEMBERED;
        }
    };

    private RuleDialect(Builder builder) {
        this.name = builder.name;
        this.rules = List.copyOf(builder.rules);
        this.looseRules = List.copyOf(builder.looseRules);
        this.tools = builder.tools;
        this.output = builder.output;
        this.root = builder.root;
        this.limits = builder.limits;
        this.inlining = builder.inlining;
        this.inliningRecursive = builder.inliningRecursive;
        this.changes = new InstanceShape.Changes(builder.nullForAbsent, builder.entriesForMaps);
        this.sameWhenLoose = builder.sameWhenLoose;
        this.enforcedOutput = builder.enforcedOutput;
    }

    /**
     * Starts without rules.
     *
     * @param name the dialect's short name
     * @return a builder
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * The rules, for documentation.
     *
     * @return the rules in the order of application
     */
    public List<SchemaRule> rules() {
        List<SchemaRule> all = new ArrayList<>();
        if (inlining != null) {
            all.add(inlining);
        }
        all.addAll(rules);
        if (root != null) {
            all.add(root.rule());
        }
        if (limits != null) {
            all.add(limits.rule());
        }
        if (enforcedOutput != null) {
            all.add(new SchemaRule(
                    enforcedOutput, "refuses an answer's schema that the vendor cannot enforce", place -> {}));
        }
        return all;
    }

    @Override
    public boolean enforcesUnasked(SchemaUse use) {
        return (use == SchemaUse.TOOL ? tools : output) != Strictness.ON_REQUEST;
    }

    @Override
    public CompiledSchema compile(JsonSchema schema, SchemaUse use, @Nullable Boolean strict) {
        Objects.requireNonNull(schema, "schema");
        Key key = new Key(schema, use, strict);
        lock.lock();
        try {
            CompiledSchema known = compiled.get(key);
            if (known == null) {
                known = decide(schema, use, strict);
                compiled.put(key, known);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private CompiledSchema decide(JsonSchema schema, SchemaUse use, @Nullable Boolean wanted) {
        Strictness strictness = use == SchemaUse.TOOL ? tools : output;
        boolean enforcedOnly = use == SchemaUse.OUTPUT && enforcedOutput != null;
        boolean loose = !enforcedOnly && (wanted == null ? strictness == Strictness.ON_REQUEST : !wanted);
        if (loose) {
            return rewrite(schema, use, looseRules, false);
        }
        CompiledSchema strict = rewrite(schema, use, rules, true);
        boolean impossible = strict.losses().stream().anyMatch(loss -> loss.effect() == SchemaLoss.Effect.NOT_STRICT);
        boolean preferLoose = wanted == null
                && strictness == Strictness.WHEN_LOSSLESS
                && !strict.losses().isEmpty();
        if (!impossible && !preferLoose) {
            return strict;
        }
        if (enforcedOnly) {
            return refusing(strict);
        }
        CompiledSchema hint = rewrite(schema, use, looseRules, false);
        List<SchemaLoss> losses = new ArrayList<>(strict.losses().stream()
                .filter(loss -> impossible && loss.effect() == SchemaLoss.Effect.NOT_STRICT)
                .toList());
        losses.addAll(hint.losses());
        return new CompiledSchema(schema, hint.wire(), false, losses, hint::restore, hint::adapt);
    }

    /** What cannot be enforced cannot be sent. */
    private static CompiledSchema refusing(CompiledSchema strict) {
        List<SchemaLoss> losses = strict.losses().stream()
                .map(loss -> loss.effect() == SchemaLoss.Effect.NOT_STRICT
                        ? new SchemaLoss(
                                loss.rule(), loss.place(), SchemaLoss.Effect.REFUSED, loss.keyword(), loss.text())
                        : loss)
                .toList();
        return new CompiledSchema(strict.original(), strict.wire(), true, losses, strict::restore, strict::adapt);
    }

    private CompiledSchema rewrite(JsonSchema schema, SchemaUse use, List<SchemaRule> looser, boolean strict) {
        boolean full = strict || sameWhenLoose;
        List<SchemaRule> applied = full ? rules : looser;
        ObjectNode original = (ObjectNode) Trees.of(schema.json());
        ObjectNode document = original.deepCopy();
        List<SchemaLoss> losses = new ArrayList<>();
        if (inlining != null && full) {
            SchemaPlace place = new SchemaPlace(document, document, "", use, losses);
            place.at(inlining);
            document = new Inlining(document, inliningRecursive).apply(place);
        }
        walk(document, document, "", use, applied, losses);
        boolean wrapped = root != null && full && root.needed(document);
        if (wrapped) {
            document = RootRule.wrap(document);
        }
        if (limits != null && full) {
            SchemaPlace place = new SchemaPlace(document, document, "", use, losses);
            limits.check(place);
        }
        InstanceShape shape = full
                ? new InstanceShape(original, changes, wrapped)
                : new InstanceShape(original, InstanceShape.Changes.NONE, false);
        return new CompiledSchema(
                schema,
                document.equals(original) ? schema.json() : document.toString(),
                strict,
                losses,
                shape::restore,
                shape::adapt);
    }

    private static void walk(
            ObjectNode document,
            ObjectNode node,
            String pointer,
            SchemaUse use,
            List<SchemaRule> applied,
            List<SchemaLoss> losses) {
        SchemaPlace place = new SchemaPlace(document, node, pointer, use, losses);
        for (int i = 0; i < applied.size(); i = place.beginsAgain() ? 0 : i + 1) {
            place.at(applied.get(i));
            applied.get(i).rewriting().rewrite(place);
        }
        for (Subschemas.Found inner : Subschemas.of(node)) {
            if (inner.schema() instanceof ObjectNode schema) {
                walk(document, schema, pointer + inner.path(), use, applied, losses);
            }
        }
    }

    @Override
    public String toString() {
        return "RuleDialect[" + name + "]";
    }

    private record Key(
            JsonSchema schema, SchemaUse use, @Nullable Boolean strict) {}

    /** Collects a dialect. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private List<SchemaRule> rules = List.of();
        private List<SchemaRule> looseRules = List.of();
        private Strictness tools = Strictness.ALWAYS;
        private Strictness output = Strictness.ALWAYS;
        private @Nullable RootRule root;
        private @Nullable SchemaLimits limits;
        private @Nullable SchemaRule inlining;
        private boolean inliningRecursive;
        private boolean nullForAbsent;
        private boolean entriesForMaps;
        private boolean sameWhenLoose;
        private @Nullable String enforcedOutput;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /**
         * The rules for a schema that the vendor enforces.
         *
         * @param values in the order of application
         * @return this builder
         */
        public Builder rules(SchemaRule... values) {
            this.rules = List.of(values);
            return this;
        }

        /**
         * The rules for a schema that is only a hint; by default none, it is sent as it was written.
         *
         * @param values in the order of application
         * @return this builder
         */
        public Builder looseRules(SchemaRule... values) {
            this.looseRules = List.of(values);
            return this;
        }

        /**
         * When the vendor is asked to enforce.
         *
         * @param forTools for arguments of tools, by default always
         * @param forOutput for the form of answers, by default always
         * @return this builder
         */
        public Builder strictness(Strictness forTools, Strictness forOutput) {
            this.tools = Objects.requireNonNull(forTools, "forTools");
            this.output = Objects.requireNonNull(forOutput, "forOutput");
            return this;
        }

        /**
         * The root must be an object without alternatives; others are wrapped into one.
         *
         * @param code the rule's code
         * @return this builder
         */
        public Builder objectAtRoot(String code) {
            this.root = new RootRule(code);
            return this;
        }

        /**
         * The vendor's limits on size.
         *
         * @param value the limits
         * @return this builder
         */
        public Builder limits(SchemaLimits value) {
            this.limits = value;
            return this;
        }

        /**
         * References are replaced by what they mean, before any other rule.
         *
         * @param code the rule's code
         * @param keepRecursive whether references that lead to themselves stay, with their definitions; otherwise such a schema is
         *     refused
         * @return this builder
         */
        public Builder inlining(String code, boolean keepRecursive) {
            this.inlining = new SchemaRule(
                    code,
                    "writes definitions out where they are used"
                            + (keepRecursive
                                    ? ", but those that lead to themselves"
                                    : "; refuses those that lead to themselves"),
                    place -> {});
            this.inliningRecursive = keepRecursive;
            return this;
        }

        /**
         * A rule makes what is optional nullable: {@code null} means absent on the way back.
         *
         * @return this builder
         */
        public Builder nullForAbsent() {
            this.nullForAbsent = true;
            return this;
        }

        /**
         * A rule turns maps into lists of entries: they become maps again on the way back.
         *
         * @return this builder
         */
        public Builder entriesForMaps() {
            this.entriesForMaps = true;
            return this;
        }

        /**
         * The rules hold also for a schema that is only a hint, since the vendor has one way to take it.
         *
         * @return this builder
         */
        public Builder sameWhenLoose() {
            this.sameWhenLoose = true;
            return this;
        }

        /**
         * The vendor enforces the schema of an answer always; one that it cannot enforce is refused.
         *
         * @param code the rule's code
         * @return this builder
         */
        public Builder enforcedOutput(String code) {
            this.enforcedOutput = Objects.requireNonNull(code, "code");
            return this;
        }

        /**
         * The dialect.
         *
         * @return a dialect
         */
        public RuleDialect build() {
            return new RuleDialect(this);
        }
    }
}
