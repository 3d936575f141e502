package dev.portolan.schema;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A schema rewritten for a wire, and the way back: what the model answers by the wire's schema becomes an instance of the original
 * one. Immutable and thread-safe.
 */
public final class CompiledSchema {

    private final JsonSchema original;
    private final String wire;
    private final boolean strict;
    private final List<SchemaLoss> losses;
    private final UnaryOperator<String> restoring;
    private final UnaryOperator<String> adapting;

    /**
     * A compiled schema; for dialects.
     *
     * @param original the schema as it was given
     * @param wire the schema that is sent, a JSON object as text
     * @param strict whether the vendor is asked to enforce it
     * @param losses what was lost, in the order of places
     * @param restoring turns JSON of the wire's schema into JSON of the original one
     * @param adapting turns JSON of the original schema into JSON of the wire's one
     */
    public CompiledSchema(
            JsonSchema original,
            String wire,
            boolean strict,
            List<SchemaLoss> losses,
            UnaryOperator<String> restoring,
            UnaryOperator<String> adapting) {
        this.original = Objects.requireNonNull(original, "original");
        this.wire = Objects.requireNonNull(wire, "wire");
        this.strict = strict;
        this.losses = List.copyOf(losses);
        this.restoring = Objects.requireNonNull(restoring, "restoring");
        this.adapting = Objects.requireNonNull(adapting, "adapting");
    }

    /**
     * The schema as it was given. Answers are checked against it.
     *
     * @return the schema
     */
    public JsonSchema original() {
        return original;
    }

    /**
     * The schema that is sent. Some vendors' subsets are no JSON Schema by its meta-schema.
     *
     * @return a JSON object as text
     */
    public String wire() {
        return wire;
    }

    /**
     * The schema that is sent, in place of the original one in a request on its way to the wire.
     *
     * @return the original one when nothing had to change
     */
    public JsonSchema forWire() {
        return wire.equals(original.json()) ? original : JsonSchema.ofWire(wire);
    }

    /**
     * Whether the vendor is asked to enforce the schema.
     *
     * @return false when it is only a hint to the model
     */
    public boolean strict() {
        return strict;
    }

    /**
     * What the wire cannot carry.
     *
     * @return in the order in which the schema says it; empty when nothing was lost
     */
    public List<SchemaLoss> losses() {
        return losses;
    }

    /**
     * What the vendor would refuse.
     *
     * @return the losses that make the request impossible; empty when it can be sent
     */
    public List<SchemaLoss> refused() {
        return losses.stream()
                .filter(loss -> loss.effect() == SchemaLoss.Effect.REFUSED)
                .toList();
    }

    /**
     * Turns what the model answered into the form that the original schema speaks of: a wrapped root is unwrapped, what is absent
     * and came as {@code null} is left out, a map that came as a list of entries is a map. Text that is no JSON is given back as
     * it is.
     *
     * @param answer JSON of the wire's schema
     * @return JSON of the original schema, if the answer kept to the wire's one
     */
    public String restore(String answer) {
        return restoring.apply(answer);
    }

    /**
     * The other way round, for examples in prompts and for earlier answers in a history.
     *
     * @param instance JSON of the original schema
     * @return JSON of the wire's schema
     */
    public String adapt(String instance) {
        return adapting.apply(instance);
    }

    @Override
    public String toString() {
        return "CompiledSchema[" + original + (strict ? ", strict" : "") + ", losses=" + losses.size() + "]";
    }
}
