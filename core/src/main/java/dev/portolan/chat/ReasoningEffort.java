package dev.portolan.chat;

/**
 * How much a reasoning model shall think before it answers, from not at all to as much as it can. A provider without the
 * exact level takes the nearest one it has, with a {@link Warning}.
 */
public enum ReasoningEffort {
    /** No reasoning. */
    NONE,
    /** As little as possible. */
    MINIMAL,
    /** Little. */
    LOW,
    /** The usual default of reasoning models. */
    MEDIUM,
    /** Much. */
    HIGH,
    /** More than high, where offered. */
    XHIGH,
    /** The most the model offers. */
    MAX
}
