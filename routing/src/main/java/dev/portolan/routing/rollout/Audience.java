package dev.portolan.routing.rollout;

import dev.portolan.chat.CallContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Whom a rollout, or an early part of it, is for: a condition on what is known of a call, never on what is asked. Immutable and thread-safe
 * when its predicate is.
 */
public final class Audience {

    private static final Audience EVERYONE = new Audience("everyone", context -> true);

    private final String name;
    private final Predicate<CallContext> condition;

    private Audience(String name, Predicate<CallContext> condition) {
        this.name = name;
        this.condition = condition;
    }

    /**
     * Every call.
     *
     * @return the audience
     */
    public static Audience everyone() {
        return EVERYONE;
    }

    /**
     * Calls that fulfil a condition.
     *
     * @param name what they are called in reports, such as {@code internal users}
     * @param condition is asked for each call, on the caller's thread; must be quick. A call for which it throws is none of theirs
     * @return the audience
     */
    public static Audience of(String name, Predicate<CallContext> condition) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: must not be blank");
        }
        return new Audience(name, Objects.requireNonNull(condition, "condition"));
    }

    /**
     * Calls of a part of the application: a module.
     *
     * @param feature as in {@link CallContext#feature()}
     * @return the audience
     */
    public static Audience feature(String feature) {
        return new Audience("feature=" + feature, context -> feature.equals(context.feature()));
    }

    /**
     * Calls for a kind of task: a use case.
     *
     * @param taskKey as in {@link CallContext#taskKey()}
     * @return the audience
     */
    public static Audience task(String taskKey) {
        return new Audience("task=" + taskKey, context -> taskKey.equals(context.taskKey()));
    }

    /**
     * Calls for a customer.
     *
     * @param tenant as in {@link CallContext#tenant()}
     * @return the audience
     */
    public static Audience tenant(String tenant) {
        return new Audience("tenant=" + tenant, context -> tenant.equals(context.tenant()));
    }

    /**
     * Calls with a tag.
     *
     * @param tag its name
     * @param value its value
     * @return the audience
     */
    public static Audience tag(String tag, String value) {
        return new Audience(
                "tag." + tag + "=" + value,
                context -> value.equals(context.tags().get(tag)));
    }

    /**
     * The audience of a text: {@code feature=billing}, {@code task=triage}, {@code tenant=acme}, {@code tag.staff=yes}, or several of them
     * with {@code |} between, of which one must hold.
     *
     * @param text as above; {@code everyone} for all
     * @return the audience
     * @throws IllegalArgumentException when it cannot be read
     */
    public static Audience parse(String text) {
        List<Audience> all = new ArrayList<>();
        for (String part : text.split("\\|", -1)) {
            all.add(one(part.strip()));
        }
        return all.stream().reduce(Audience::or).orElse(EVERYONE);
    }

    private static Audience one(String text) {
        if (text.equals(EVERYONE.name)) {
            return EVERYONE;
        }
        int equals = text.indexOf('=');
        String what = equals < 0 ? "" : text.substring(0, equals).strip();
        String value = text.substring(equals + 1).strip();
        if (!value.isEmpty() && what.startsWith("tag.") && what.length() > 4) {
            return tag(what.substring(4), value);
        }
        if (!value.isEmpty() && what.equals("feature")) {
            return feature(value);
        }
        if (!value.isEmpty() && what.equals("task")) {
            return task(value);
        }
        if (!value.isEmpty() && what.equals("tenant")) {
            return tenant(value);
        }
        throw new IllegalArgumentException("There is no audience \"" + text
                + "\"; write feature=..., task=..., tenant=..., tag.<name>=... or everyone, and | between several");
    }

    /**
     * Calls of this audience or of another.
     *
     * @param other the other
     * @return both together
     */
    public Audience or(Audience other) {
        return new Audience(name + " | " + other.name, condition.or(other.condition));
    }

    /**
     * Whether a call belongs to it.
     *
     * @param context what belongs to the call
     * @return whether it does
     */
    public boolean matches(CallContext context) {
        try {
            return condition.test(context);
        } catch (RuntimeException e) {
            Audit.LOG.warn("The audience {} cannot be asked; the call is not of it", name, e);
            return false;
        }
    }

    /** Its name, which holds no data of calls. */
    @Override
    public String toString() {
        return name;
    }
}
