package dev.portolan.tool;

import java.util.Objects;

/** What a {@link ToolGate} says to a call. */
public sealed interface GateDecision {

    /** The call may run. */
    GateDecision ALLOW = new Allow();

    /**
     * The call must not run.
     *
     * @param reason what the model is told, in words it can act on
     * @return the decision
     */
    static GateDecision refuse(String reason) {
        return new Refuse(reason);
    }

    /**
     * A human decides; the loop pauses.
     *
     * @param question what the human is asked, besides being shown the call
     * @return the decision
     */
    static GateDecision ask(String question) {
        return new Ask(question);
    }

    /** The call may run. */
    record Allow() implements GateDecision {}

    /**
     * The call must not run.
     *
     * @param reason what the model is told
     */
    record Refuse(String reason) implements GateDecision {

        /**
         * Checks the components.
         *
         * @param reason as above
         */
        public Refuse {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public String toString() {
            return "Refuse[" + reason.length() + " chars]";
        }
    }

    /**
     * A human decides.
     *
     * @param question what the human is asked
     */
    record Ask(String question) implements GateDecision {

        /**
         * Checks the components.
         *
         * @param question as above
         */
        public Ask {
            Objects.requireNonNull(question, "question");
        }

        @Override
        public String toString() {
            return "Ask[" + question.length() + " chars]";
        }
    }
}
