package dev.portolan.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the vendor said about its rate limits with an answer. Each number is {@code null} when it did not say.
 *
 * @param limitRequests requests allowed in the window
 * @param remainingRequests requests left in the window
 * @param resetRequests time until the request window is full again
 * @param limitTokens tokens allowed in the window
 * @param remainingTokens tokens left in the window
 * @param resetTokens time until the token window is full again
 */
public record RateLimits(
        @Nullable Long limitRequests,
        @Nullable Long remainingRequests,
        @Nullable Duration resetRequests,
        @Nullable Long limitTokens,
        @Nullable Long remainingTokens,
        @Nullable Duration resetTokens) {}
