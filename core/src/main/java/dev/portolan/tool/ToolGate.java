package dev.portolan.tool;

import java.util.Collection;
import java.util.function.Function;

/**
 * Decides, before a tool runs, whether it may. Asked for each valid call of a known tool, one after the other, on the loop's thread;
 * asked again when a loop is resumed, and then a refusal stands above a human's approval, since what was allowed yesterday may not be
 * today. Implementations are thread-safe. A gate that throws refuses.
 */
@FunctionalInterface
public interface ToolGate {

    /** Every call may run. For tests, and for tools that do no harm. */
    ToolGate OPEN = named("open", request -> GateDecision.ALLOW);

    /** Asks a human about tools of {@link Sensitivity#HIGH}, and lets all others run. The loop's default. */
    ToolGate ASK_WHEN_SENSITIVE = named(
            "ask-when-sensitive",
            request -> request.definition().sensitivity() == Sensitivity.HIGH
                    ? GateDecision.ask("May " + request.definition().name() + " be run?")
                    : GateDecision.ALLOW);

    /**
     * Decides about one call.
     *
     * @param request the call
     * @return the decision
     */
    GateDecision decide(GateRequest request);

    /**
     * Who it is, for the audit.
     *
     * @return a short name, {@code gate} by default
     */
    default String name() {
        return "gate";
    }

    /**
     * A gate that refuses every tool whose {@link ToolDefinition#permission()} the caller does not have.
     *
     * @param granted tells the permissions of whoever the call is made for, usually from the context's tenant or tags
     * @return the gate, named {@code permissions}
     */
    static ToolGate permissions(Function<GateRequest, ? extends Collection<String>> granted) {
        return named("permissions", request -> {
            String needed = request.definition().permission();
            return needed == null || granted.apply(request).contains(needed)
                    ? GateDecision.ALLOW
                    : GateDecision.refuse("The user is not allowed to do this.");
        });
    }

    /**
     * A gate with a name.
     *
     * @param name who it is, for the audit
     * @param gate decides
     * @return the gate
     */
    static ToolGate named(String name, ToolGate gate) {
        return new ToolGate() {
            @Override
            public GateDecision decide(GateRequest request) {
                return gate.decide(request);
            }

            @Override
            public String name() {
                return name;
            }
        };
    }

    /**
     * Both this gate and another one: a refusal of either stands, then a question of either, this one's first.
     *
     * @param other asked unless this one refuses
     * @return the gate, with both names
     */
    default ToolGate and(ToolGate other) {
        ToolGate first = this;
        return named(name() + "+" + other.name(), request -> {
            GateDecision one = first.decide(request);
            if (one instanceof GateDecision.Refuse) {
                return one;
            }
            GateDecision two = other.decide(request);
            return two instanceof GateDecision.Refuse || one instanceof GateDecision.Allow ? two : one;
        });
    }
}
