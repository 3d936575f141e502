package dev.portolan.chat;

import org.jspecify.annotations.Nullable;

/**
 * The numbers a request has to stay within. Each is {@code null} when unknown; what is unknown is not checked.
 *
 * @param contextTokens input and output tokens together
 * @param maxOutputTokens the largest {@code maxOutputTokens}
 * @param maxTemperature the largest {@code temperature}
 * @param maxStopSequences how many stop sequences
 * @param maxTools how many tools
 * @param maxImageBytes the size of one inline image
 */
public record ModelLimits(
        @Nullable Integer contextTokens,
        @Nullable Integer maxOutputTokens,
        @Nullable Double maxTemperature,
        @Nullable Integer maxStopSequences,
        @Nullable Integer maxTools,
        @Nullable Long maxImageBytes) {

    /** Nothing is known, nothing is checked. */
    public static final ModelLimits UNKNOWN = new ModelLimits(null, null, null, null, null, null);
}
