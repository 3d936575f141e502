package dev.portolan.config;

import java.util.Set;

/**
 * Hears of reloads, asked for or found by watching the files. Called on the thread that reloads, one call at a time; must be
 * quick, must not throw and must not reload.
 */
public interface ReloadListener {

    /**
     * A new configuration is in force: calls that start from now on use it.
     *
     * @param names the names of its models
     */
    void reloaded(Set<String> names);

    /**
     * The configuration could not be read anew; the one before stays in force.
     *
     * @param cause why; a {@link ConfigurationException} when the configuration has mistakes
     */
    default void failed(RuntimeException cause) {}
}
