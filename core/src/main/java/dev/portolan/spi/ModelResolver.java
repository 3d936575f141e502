package dev.portolan.spi;

import org.jspecify.annotations.Nullable;

/**
 * Finds a model's id where the configuration names none: {@code like=gpt-4o-mini} or {@code tier=mini} in place of {@code
 * model}. Listed in {@code META-INF/services/dev.portolan.spi.ModelResolver}.
 */
public interface ModelResolver extends Extension {

    /**
     * What is looked for.
     *
     * @param provider the provider id whose model is wanted
     * @param like a model of another provider it shall resemble, or {@code null}
     * @param tier the tier it shall belong to, or {@code null}; exactly one of the two is set
     */
    record Query(
            String provider,
            @Nullable String like,
            @Nullable String tier) {}

    /**
     * Finds a model. Calls no network.
     *
     * @param query what is looked for
     * @return the model's id on that provider, or {@code null} when this resolver knows none
     */
    @Nullable
    String resolve(Query query);
}
