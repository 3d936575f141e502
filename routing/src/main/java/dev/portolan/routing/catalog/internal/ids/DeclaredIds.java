package dev.portolan.routing.catalog.internal.ids;

import org.jspecify.annotations.Nullable;

/**
 * DeepSeek's ids. They are roles ({@code deepseek-flash}) or numbered names ({@code deepseek-v4-pro}) without dates, and the model behind a
 * role changes without notice (DeepSeek, "Models and pricing" and "Change log"): nothing can be read out of them, what the catalog does not
 * declare is unknown.
 */
final class DeclaredIds implements IdRules {

    @Override
    public @Nullable Reading read(String id) {
        return null;
    }
}
