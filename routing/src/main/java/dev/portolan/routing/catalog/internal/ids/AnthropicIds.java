package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch.Flag;
import dev.portolan.routing.catalog.IdMatch.How;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's ids: with the day of the snapshot up to Claude 4.5, bare and pinned from 4.6 on, and {@code -latest} for the newest snapshot
 * of Claude 3.x (Anthropic, "Models overview" and "Model deprecations"). The order of the words changed between 3.x and 4; it is kept, not
 * turned. What follows a name is a day of eight digits or nothing: {@code claude-opus-5-5} is no state of {@code claude-opus-5}.
 */
final class AnthropicIds implements IdRules {

    private static final int DATE = "-20240718".length();
    private static final String LATEST = "-latest";

    private final Held held;
    private final Map<String, Offer> newest = new HashMap<>();

    AnthropicIds(ModelCatalog catalog) {
        this.held = new Held(catalog, Cloud.ANTHROPIC);
        for (Offer offer : catalog.offers(Cloud.ANTHROPIC)) {
            String day = day(offer.id());
            if (day != null && offer.id().startsWith("claude-3-")) {
                newest.merge(name(offer.id()), offer, (a, b) -> a.id().compareTo(b.id()) < 0 ? b : a);
            }
        }
    }

    private static @Nullable String day(String id) {
        return id.length() > DATE && id.charAt(id.length() - DATE) == '-'
                ? Stamps.compact(id.substring(id.length() - DATE + 1))
                : null;
    }

    private static String name(String dated) {
        return dated.substring(0, dated.length() - DATE);
    }

    @Override
    public @Nullable Reading read(String id) {
        String day = day(id);
        if (day != null) {
            return Snapshots.of(held.of(name(id)), day);
        }
        if (id.endsWith(LATEST)) {
            Offer offer = newest.get(id.substring(0, id.length() - LATEST.length()));
            return offer == null
                    ? null
                    : Reading.of(How.SPELLING, offer)
                            .by(How.SPELLING, "newest snapshot")
                            .with(Flag.MOVING);
        }
        return null;
    }
}
