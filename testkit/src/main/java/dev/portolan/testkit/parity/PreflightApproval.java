package dev.portolan.testkit.parity;

/** Decides whether a run goes ahead, before anything is paid. */
@FunctionalInterface
public interface PreflightApproval {

    /**
     * Decides. Called once, on the thread that runs, before any model is asked.
     *
     * @param preflight what the run would take
     * @return true to go ahead; false makes the run end with {@link RunNotApproved}
     */
    boolean approves(Preflight preflight);
}
