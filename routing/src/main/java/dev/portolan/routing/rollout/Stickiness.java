package dev.portolan.routing.rollout;

import dev.portolan.chat.CallContext;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a caller on its side of a rollout. Without such a key the tag {@value #CONVERSATION} of the call is taken, and without that each
 * conversation is drawn by chance and marked as such.
 */
public final class Stickiness {

    /** The tag that names a conversation, where the application sets it. */
    public static final String CONVERSATION = "conversation";

    /** {@link CallContext#stickinessKey()}. */
    public static final Stickiness KEY = new Stickiness("stickiness-key", CallContext::stickinessKey);

    /** {@link CallContext#tenant()}: a customer as a whole. */
    public static final Stickiness TENANT = new Stickiness("tenant", CallContext::tenant);

    private final String name;
    private final Function<CallContext, @Nullable String> key;

    private Stickiness(String name, Function<CallContext, @Nullable String> key) {
        this.name = name;
        this.key = key;
    }

    /**
     * The value of a tag.
     *
     * @param tag its name
     * @return the key
     */
    public static Stickiness tag(String tag) {
        Objects.requireNonNull(tag, "tag");
        return new Stickiness("tag." + tag, context -> context.tags().get(tag));
    }

    /**
     * The key of a text.
     *
     * @param text {@code stickiness-key}, {@code tenant} or {@code tag.<name>}
     * @return the key
     * @throws IllegalArgumentException when it is something else
     */
    public static Stickiness parse(String text) {
        if (text.equals(KEY.name)) {
            return KEY;
        }
        if (text.equals(TENANT.name)) {
            return TENANT;
        }
        if (text.startsWith("tag.") && text.length() > 4) {
            return tag(text.substring(4));
        }
        throw new IllegalArgumentException("stickiness: must be stickiness-key, tenant or tag.<name>, not " + text);
    }

    /**
     * The key of a call.
     *
     * @param context what belongs to the call
     * @return the key, or {@code null} when it has none
     */
    public @Nullable String of(CallContext context) {
        String value = key.apply(context);
        if (value == null || value.isEmpty()) {
            value = context.tags().get(CONVERSATION);
        }
        return value == null || value.isEmpty() ? null : value;
    }

    @Override
    public String toString() {
        return name;
    }
}
