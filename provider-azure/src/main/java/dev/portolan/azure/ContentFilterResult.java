package dev.portolan.azure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one of Azure's content filters found.
 *
 * @param category what it looks for, in Azure's words, such as {@code hate}, {@code jailbreak} or {@code
 *     protected_material_code}
 * @param filtered whether the content was held back for it
 * @param severity {@code safe}, {@code low}, {@code medium} or {@code high}, or {@code null} from a filter that knows no degrees
 * @param detected whether a filter that knows no degrees found something, or {@code null} from one that does
 * @see <a href="https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter">Azure: content filtering</a>
 */
public record ContentFilterResult(
        String category,
        boolean filtered,
        @Nullable String severity,
        @Nullable Boolean detected) {

    /**
     * Checks the components.
     *
     * @param category as above
     * @param filtered as above
     * @param severity as above
     * @param detected as above
     */
    public ContentFilterResult {
        Objects.requireNonNull(category, "category");
    }
}
