package dev.portolan.chat;

import java.util.Locale;
import java.util.Objects;

/**
 * Something in a request that a model cannot honour as asked, found without calling it.
 *
 * @param field the request's field concerned, such as {@code temperature} or {@code tools}
 * @param effect what would happen under {@link AdaptationPolicy#ADAPT}
 * @param message why, and what to do about it; holds no prompt
 */
public record Gap(String field, Effect effect, String message) {

    /** What happens to a setting that does not fit, under {@link AdaptationPolicy#ADAPT}. */
    public enum Effect {
        /** The setting is not sent. */
        LEFT_OUT,
        /** The nearest value the model takes is sent. */
        CLAMPED,
        /** The library does it in the model's place. */
        EMULATED,
        /** The same is said in another form, without loss. */
        REWRITTEN,
        /** The call fails before it is sent, under either policy. */
        REFUSED
    }

    /**
     * Checks the components.
     *
     * @param field as above
     * @param effect as above
     * @param message as above
     */
    public Gap {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(message, "message");
    }

    /**
     * The warning that tells of this gap on a response.
     *
     * @return a warning whose code is the effect in kebab case
     */
    public Warning toWarning() {
        return new Warning(effect.name().toLowerCase(Locale.ROOT).replace('_', '-'), field, message);
    }
}
