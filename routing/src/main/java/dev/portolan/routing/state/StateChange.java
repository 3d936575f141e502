package dev.portolan.routing.state;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what shall stand under a key. */
@FunctionalInterface
public interface StateChange {

    /**
     * What comes next.
     *
     * @param current what stands there, or {@code null} when there is nothing
     * @return what shall stand there, or {@code null} to leave it as it is
     */
    @Nullable
    Next next(@Nullable StoredState current);

    /**
     * What shall stand under a key.
     *
     * @param value the text
     * @param events what is added to the key's log, in order
     * @param forgetAfter from when on the store may drop the key with its log; {@code null} for never
     */
    record Next(String value, List<String> events, @Nullable Instant forgetAfter) {

        /**
         * Copies the components.
         *
         * @param value as above
         * @param events as above
         * @param forgetAfter as above
         */
        public Next {
            Objects.requireNonNull(value, "value");
            events = List.copyOf(events);
            StateTexts.check("value", value);
            events.forEach(event -> StateTexts.check("events", event));
        }

        /**
         * A value that is kept, and no event.
         *
         * @param value the text
         */
        public Next(String value) {
            this(value, List.of(), null);
        }
    }
}
