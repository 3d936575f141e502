package dev.portolan.routing.monitor;

import java.util.Map;

/** Figures of a name by JMX. What is not known is -1 where a number is asked for. */
public interface MonitorMXBean {

    /**
     * How many calls ended within the window.
     *
     * @return the number
     */
    long getCalls();

    /**
     * How they ended.
     *
     * @return counts by outcome
     */
    Map<String, Long> getOutcomes();

    /**
     * The share that did not fail by the model's doing.
     *
     * @return from 0 to 1, or -1
     */
    double getAvailability();

    /**
     * The share of answers of another target than the first.
     *
     * @return from 0 to 1, or -1
     */
    double getFallbackRate();

    /**
     * The median latency.
     *
     * @return milliseconds, or -1
     */
    long getLatencyP50Millis();

    /**
     * The latency that 95 % stay below.
     *
     * @return milliseconds, or -1
     */
    long getLatencyP95Millis();

    /**
     * The latency that 99 % stay below.
     *
     * @return milliseconds, or -1
     */
    long getLatencyP99Millis();

    /**
     * The input tokens.
     *
     * @return the sum
     */
    long getInputTokens();

    /**
     * The output tokens.
     *
     * @return the sum
     */
    long getOutputTokens();

    /**
     * The share of input tokens from the vendor's cache.
     *
     * @return from 0 to 1, or -1
     */
    double getCacheShare();

    /**
     * The known cost.
     *
     * @return amounts as decimal text by currency code
     */
    Map<String, String> getCost();
}
