package dev.portolan.simulator.internal.openai;

import org.jspecify.annotations.Nullable;

/**
 * What an address stands for.
 *
 * @param api the API
 * @param name the model or deployment that the address names, or {@code null} when it names none
 */
public record Target(Api api, @Nullable String name) {}
