package dev.portolan.config;

import java.util.List;

/**
 * The configuration cannot be used. Lists every mistake that was found, not only the first, so that one look is enough to
 * mend them all.
 */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * A configuration with mistakes.
     *
     * @param problems the mistakes, at least one, in the order they are to be shown
     */
    public ConfigurationException(List<Problem> problems) {
        super(describe(problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * The mistakes.
     *
     * @return unmodifiable, at least one, ordered by where they stand
     */
    public List<Problem> problems() {
        return problems;
    }

    private static String describe(List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("problems: there must be at least one");
        }
        StringBuilder text = new StringBuilder("The configuration has ")
                .append(problems.size() == 1 ? "a problem:" : problems.size() + " problems:");
        for (Problem problem : problems) {
            text.append("\n  - ").append(problem);
        }
        return text.toString();
    }
}
