package dev.portolan.routing.rollout.gonogo;

/** What must be answered with yes before traffic moves. */
public enum ClosingQuestion {
    /** Whether the output satisfies the process; answered by the parity report and the shadow alone. */
    OUTPUT("output", "Does the output satisfy the process?", true),
    /** Whether structured outputs validate; answered by metrics of the parity report, or by somebody where nothing checks them. */
    STRUCTURE("structured-outputs", "Do structured outputs validate?", false),
    /** Whether tools are safe; answered by metrics of the parity report, or by somebody where nothing checks them. */
    TOOLS("tools", "Are tools safe?", false),
    /** Whether what the target may do and see is what the source may; somebody's word. */
    PERMISSIONS("permissions", "Do permissions match?", false),
    /** Whether logs explain what happened; somebody's word. */
    LOGS("logs", "Do logs explain what happened?", false),
    /** Whether the evaluations catch regressions; answered by the report of a target that is known to be worse, or by somebody. */
    EVALUATIONS("evaluations", "Do evaluations catch regressions?", false),
    /** Whether the team can roll back; answered by a drill alone. */
    ROLLBACK("rollback", "Can the team roll back?", true),
    /** Whether the owner knows what changed; the word of the plan's owner and of nobody else. */
    OWNER("owner", "Does the owner know what changed?", false);

    private final String id;
    private final String text;
    private final boolean evidenceOnly;

    ClosingQuestion(String id, String text, boolean evidenceOnly) {
        this.id = id;
        this.text = text;
        this.evidenceOnly = evidenceOnly;
    }

    /**
     * The question in a word.
     *
     * @return in lower case with hyphens
     */
    public String id() {
        return id;
    }

    /**
     * The question.
     *
     * @return a sentence
     */
    public String text() {
        return text;
    }

    /**
     * Whether nobody's word makes up for missing evidence.
     *
     * @return true for what is measured or tried
     */
    public boolean evidenceOnly() {
        return evidenceOnly;
    }
}
