package dev.portolan.routing.budget;

import dev.portolan.chat.CallContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of a call a budget looks at: whose it is.
 *
 * @param kind what is looked at
 * @param tag the tag's name for {@link Kind#TAG}, else empty
 */
public record BudgetScope(Kind kind, String tag) implements Comparable<BudgetScope> {

    /** What is looked at. */
    public enum Kind {
        /** {@link CallContext#tenant()}. */
        TENANT,
        /** {@link CallContext#feature()}. */
        FEATURE,
        /** {@link CallContext#taskKey()}. */
        TASK,
        /** The name that was called. */
        MODEL,
        /** One of {@link CallContext#tags()}. */
        TAG
    }

    /** The tag of calls that are made in a shadow, and whose account they are counted on. */
    private static final String SHADOW = "shadow";

    /** By tenant. */
    public static final BudgetScope TENANT = new BudgetScope(Kind.TENANT, "");

    /** By feature. */
    public static final BudgetScope FEATURE = new BudgetScope(Kind.FEATURE, "");

    /** By task key. */
    public static final BudgetScope TASK = new BudgetScope(Kind.TASK, "");

    /** By the name that was called. */
    public static final BudgetScope MODEL = new BudgetScope(Kind.MODEL, "");

    /**
     * Checks the components.
     *
     * @param kind as above
     * @param tag as above
     */
    public BudgetScope {
        Objects.requireNonNull(kind, "kind");
        if ((kind == Kind.TAG) == tag.isBlank()) {
            throw new IllegalArgumentException("tag: must be given for tags alone");
        }
    }

    /**
     * By a tag.
     *
     * @param name the tag
     * @return the scope
     */
    public static BudgetScope tag(String name) {
        return new BudgetScope(Kind.TAG, name);
    }

    /**
     * A scope by its word.
     *
     * @param word {@code tenant}, {@code feature}, {@code task}, {@code model} or {@code tag:<name>}
     * @return the scope
     * @throws IllegalArgumentException when it is none of these
     */
    public static BudgetScope of(String word) {
        if (word.startsWith("tag:") && word.length() > 4) {
            return tag(word.substring(4));
        }
        return switch (word) {
            case "tenant" -> TENANT;
            case "feature" -> FEATURE;
            case "task" -> TASK;
            case "model" -> MODEL;
            default ->
                throw new IllegalArgumentException(
                        "\"" + word + "\" is no scope; there are tenant, feature, task, model and tag:<name>");
        };
    }

    /**
     * What a call has there, or {@code null} when it has nothing. A call that is made in a shadow was asked for by none of its owners: it has
     * the shadow's own account.
     */
    @Nullable
    String valueOf(String model, CallContext context) {
        String value = told(model, context);
        boolean owned = kind != Kind.MODEL && !tag.equals(SHADOW);
        return value != null && owned && "true".equals(context.tags().get(SHADOW)) ? SHADOW : value;
    }

    private @Nullable String told(String model, CallContext context) {
        return switch (kind) {
            case TENANT -> context.tenant();
            case FEATURE -> context.feature();
            case TASK -> context.taskKey();
            case MODEL -> model;
            case TAG -> context.tags().get(tag);
        };
    }

    @Override
    public int compareTo(BudgetScope other) {
        return toString().compareTo(other.toString());
    }

    /** The word, as {@link #of} reads it. */
    @Override
    public String toString() {
        return switch (kind) {
            case TENANT -> "tenant";
            case FEATURE -> "feature";
            case TASK -> "task";
            case MODEL -> "model";
            case TAG -> "tag:" + tag;
        };
    }
}
