package dev.portolan.routing.complexity;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which tier a session stays on. A change of model loses the provider's prompt cache, which on a long history is worth more than the
 * tier; so a session only moves up, and down only where a new task begins. Immutable and thread-safe; a pure function of what is given.
 *
 * @param tier the place of the tier that the session is on, 0 for the cheapest
 * @param taskKey the task that it was chosen for, or {@code null} for none
 */
public record SessionPin(int tier, @Nullable String taskKey) {

    /**
     * Checks the components.
     *
     * @param tier as above
     * @param taskKey as above
     */
    public SessionPin {
        if (tier < 0) {
            throw new IllegalArgumentException("tier: must not be negative");
        }
    }

    /**
     * The pin of a session's first request.
     *
     * @param proposed the tier that the request would have by itself, 0 for the cheapest
     * @param usual the default tier, which a follow-up gets that has nothing to inherit here
     * @param kind what kind of request it is
     * @param taskKey its task, or {@code null} for none
     * @return the pin
     */
    public static SessionPin first(int proposed, int usual, RequestKind kind, @Nullable String taskKey) {
        return new SessionPin(kind == RequestKind.FOLLOW_UP ? Math.max(proposed, usual) : proposed, taskKey);
    }

    /**
     * The pin after a further request of the session. A follow-up and smalltalk inherit; a request of another task key takes what is
     * proposed for it; any other takes the higher of the two.
     *
     * @param proposed the tier that the request would have by itself, 0 for the cheapest
     * @param kind what kind of request it is
     * @param nextTask its task, or {@code null} when it names none: then no new task begins
     * @return the pin for this request and the next
     */
    public SessionPin next(int proposed, RequestKind kind, @Nullable String nextTask) {
        Objects.requireNonNull(kind, "kind");
        if (kind != RequestKind.TASK) {
            return this;
        }
        boolean border = nextTask != null && !nextTask.equals(taskKey);
        return new SessionPin(border ? proposed : Math.max(tier, proposed), nextTask == null ? taskKey : nextTask);
    }
}
