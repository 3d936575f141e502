package dev.portolan.routing.shadow;

/**
 * Hears of pairs: a bridge to a rollout, to metrics or to a store. Listed in {@code
 * META-INF/services/dev.portolan.routing.shadow.ShadowListener} for shadows by configuration, or given to {@link ShadowSettings.Builder}.
 *
 * <p>Called on a thread of the shadow, never on one that serves a user. What a listener throws is counted, logged once and changes nothing.
 * One that takes long takes a place of the shadow's pool. Thread-safe.
 */
@FunctionalInterface
public interface ShadowListener {

    /**
     * Both answered, or failed, and their answers were scored.
     *
     * @param result what is known of the pair; holds no prompt and no answer unless the shadow was told to keep them
     */
    void compared(ShadowResult result);
}
