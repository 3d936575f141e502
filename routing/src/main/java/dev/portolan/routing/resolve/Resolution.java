package dev.portolan.routing.resolve;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * An answer: which model, from which state of the catalog, when, and why. What the lock file keeps.
 *
 * @param wanted what was asked for
 * @param model the id to send
 * @param canonical the canonical name of the model behind it
 * @param catalogVersion the state of the catalog that it was looked up in
 * @param day when
 * @param reasons why, the weightiest first; each one line
 */
public record Resolution(
        Wanted wanted, String model, String canonical, String catalogVersion, LocalDate day, List<String> reasons) {

    /**
     * Checks the components.
     *
     * @param wanted as above
     * @param model as above
     * @param canonical as above
     * @param catalogVersion as above
     * @param day as above
     * @param reasons as above; copied
     */
    public Resolution {
        Objects.requireNonNull(wanted, "wanted");
        line("model", model);
        line("canonical", canonical);
        line("catalogVersion", catalogVersion);
        Objects.requireNonNull(day, "day");
        reasons = reasons.stream().map(Resolution::oneLine).toList();
    }

    private static void line(String name, String value) {
        if (value.isBlank() || !value.equals(oneLine(value))) {
            throw new IllegalArgumentException(name + ": must be one line with something in it");
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
