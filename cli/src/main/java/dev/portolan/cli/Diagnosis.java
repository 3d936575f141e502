package dev.portolan.cli;

import dev.portolan.Portolan;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.config.ConfigurationException;
import dev.portolan.config.ModelDescription;
import dev.portolan.error.LlmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the configuration and the provider know of a model, without a call. */
final class Diagnosis {

    private static final List<String> PLACES = List.of("endpoint", "base-url");
    private static final List<String> REGIONS = List.of("region", "location");

    private final ModelDescription described;
    private final Portolan portolan;

    Diagnosis(Portolan portolan, String name) {
        this.portolan = portolan;
        this.described = portolan.describe(name);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(described.name());
        if (!described.targets().isEmpty()) {
            lines.add(line("router", described.provider() + " of " + String.join(", ", described.targets())));
            return lines;
        }
        lines.add(line("identity", identity()));
        lines.add(line("endpoint", first(PLACES, "the provider's own")));
        lines.add(line("region", first(REGIONS, "none set")));
        lines.add(line("credentials", CredentialKind.of(described)));
        lines.add(line("limits", limits()));
        return lines;
    }

    private String identity() {
        String connection = described.connection();
        return described.provider().isEmpty()
                ? "put in by hand"
                : described.provider() + " model " + described.model()
                        + (connection == null || connection.equals(described.provider())
                                ? ""
                                : " by connection " + connection);
    }

    private String first(List<String> names, String otherwise) {
        Map<String, String> settings = described.settings();
        return names.stream()
                .filter(settings::containsKey)
                .map(settings::get)
                .findFirst()
                .orElse(otherwise);
    }

    /** Connecting may fail, for want of credentials above all. */
    private String limits() {
        ModelInfo info;
        try {
            info = portolan.chatModel(described.name()).info();
        } catch (ConfigurationException | LlmException e) {
            return "not known: " + e.getMessage();
        }
        ModelLimits limits = info.limits();
        return known(limits.contextTokens(), "tokens of context") + ", "
                + known(limits.maxOutputTokens(), "tokens of output");
    }

    private static String known(@Nullable Integer limit, String what) {
        return (limit == null ? "unknown" : String.valueOf(limit)) + " " + what;
    }

    static String line(String what, String value) {
        return String.format(Locale.ROOT, "  %-12s %s", what, value);
    }
}
