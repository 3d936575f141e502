package dev.portolan.spi.support;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ModelLimits;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a capability file.
 *
 * @param layer how general it is
 * @param id the exact model id, or {@code null}
 * @param match patterns of model ids, empty for any
 * @param host where the model is served, or {@code null} for anywhere
 * @param capabilities what is known to work and not to work
 * @param limits what is known of limits
 * @param quirks facts about the dialect
 * @param source where it says so
 * @param date when that was read
 */
record CapabilityProfile(
        Layer layer,
        @Nullable String id,
        List<String> match,
        @Nullable String host,
        Map<Capability, Boolean> capabilities,
        ModelLimits limits,
        Map<String, String> quirks,
        String source,
        LocalDate date) {

    /** From general to special. */
    enum Layer {
        GENERIC,
        FAMILY,
        HOST,
        MODEL
    }

    /** What comes later lies above. */
    static final Comparator<CapabilityProfile> ORDER =
            Comparator.comparing(CapabilityProfile::layer).thenComparing(profile -> profile.id() != null);

    boolean appliesTo(String model, @Nullable String servedBy) {
        if (host != null && !host.equals(servedBy)) {
            return false;
        }
        if (id != null) {
            return id.equals(model);
        }
        return match.isEmpty() || match.stream().anyMatch(pattern -> fits(pattern, model));
    }

    /** Each piece between stars must come after the one before; the first starts the text and the last ends it. */
    private static boolean fits(String pattern, String text) {
        String[] pieces = pattern.split("\\*", -1);
        String first = pieces[0];
        String last = pieces[pieces.length - 1];
        if (pieces.length == 1) {
            return text.equals(pattern);
        }
        if (!text.startsWith(first) || text.length() < first.length() + last.length() || !text.endsWith(last)) {
            return false;
        }
        int at = first.length();
        int end = text.length() - last.length();
        for (int i = 1; i < pieces.length - 1; i++) {
            int found = text.indexOf(pieces[i], at);
            if (found < 0 || found + pieces[i].length() > end) {
                return false;
            }
            at = found + pieces[i].length();
        }
        return true;
    }
}
