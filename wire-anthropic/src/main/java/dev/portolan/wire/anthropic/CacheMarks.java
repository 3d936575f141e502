package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where requests are marked for the vendor's prompt cache, as the configuration says: behind what seldom changes. Marks of
 * single parts travel as vendor state of {@code anthropic/messages}, and the vendor's own choice of place is the vendor option
 * {@code cache_control}.
 *
 * @param places of {@link #PLACES}: the last tool, the last block of system text, the last block of the last message
 * @param ttl how long it is kept, {@code 5m} or {@code 1h}, or {@code null} for the vendor's default
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/prompt-caching">Anthropic: prompt caching</a>
 */
public record CacheMarks(Set<String> places, @Nullable String ttl) {

    /** The places that can be marked. */
    public static final List<String> PLACES = List.of("tools", "system", "messages");

    /** No marks. */
    public static final CacheMarks NONE = new CacheMarks(Set.of(), null);

    /**
     * Checks the components.
     *
     * @param places as above
     * @param ttl as above
     */
    public CacheMarks {
        places = Set.copyOf(places);
        if (!PLACES.containsAll(places)) {
            throw new IllegalArgumentException("cache-points may hold tools, system and messages");
        }
    }

    boolean at(String place) {
        return places.contains(place);
    }

    void write(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("cache_control");
        out.writeStringField("type", "ephemeral");
        if (ttl != null) {
            out.writeStringField("ttl", ttl);
        }
        out.writeEndObject();
    }
}
