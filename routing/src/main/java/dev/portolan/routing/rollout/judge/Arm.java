package dev.portolan.routing.rollout.judge;

/** The two sides of a rollout. */
public enum Arm {
    /** The model that the traffic comes from. */
    SOURCE,
    /** The model that the traffic goes to. */
    TARGET
}
