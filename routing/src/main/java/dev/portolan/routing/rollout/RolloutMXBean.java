package dev.portolan.routing.rollout;

/** A rollout by JMX: how it stands, and the orders that people give at night. Orders that are refused throw, with the reason. */
public interface RolloutMXBean {

    /**
     * Where it stands.
     *
     * @return such as {@code step}
     */
    String getStage();

    /**
     * The target's planned share.
     *
     * @return percent
     */
    double getPercent();

    /**
     * How it stands, in sentences.
     *
     * @return one line
     */
    String getExplanation();

    /**
     * How many calls of the target the present step has.
     *
     * @return their number
     */
    long getRequests();

    /**
     * How many of the target's calls in the present step failed.
     *
     * @return their number
     */
    long getErrors();

    /**
     * Why the store cannot be asked.
     *
     * @return the reason; empty when it can
     */
    String getStoreTrouble();

    /**
     * Gives all traffic back to the source.
     *
     * @param actor who
     * @param reason why
     */
    void rollback(String actor, String reason);

    /**
     * Keeps the share as it is.
     *
     * @param actor who
     * @param reason why
     */
    void hold(String actor, String reason);

    /**
     * Ends a hold.
     *
     * @param actor who
     * @param reason why
     */
    void resume(String actor, String reason);

    /**
     * Takes the next step.
     *
     * @param actor who
     * @param reason why
     */
    void promote(String actor, String reason);

    /**
     * Allows another run after a rollback.
     *
     * @param actor who
     * @param reason why
     */
    void reset(String actor, String reason);
}
