package dev.portolan.testkit.parity;

import java.util.Objects;

/** A run was not begun since its {@link PreflightApproval} said no. No model was asked. */
public final class RunNotApproved extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Preflight preflight;

    /**
     * A run that was not begun.
     *
     * @param preflight what it would have taken
     */
    public RunNotApproved(Preflight preflight) {
        super("The parity run was not approved, nothing was asked. " + preflight.summary());
        this.preflight = Objects.requireNonNull(preflight, "preflight");
    }

    /**
     * What it would have taken.
     *
     * @return the preflight
     */
    public Preflight preflight() {
        return preflight;
    }
}
