/**
 * Sending again what failed for the moment. {@link dev.portolan.retry.RetryingChatModel} does it, a {@link
 * dev.portolan.retry.RetryPolicy} says when and how patiently, a {@link dev.portolan.retry.RetryBudget} keeps an outage from
 * multiplying the traffic. It is the only place in the library that retries; clients below it never do.
 */
@NullMarked
package dev.portolan.retry;

import org.jspecify.annotations.NullMarked;
