package dev.portolan.cli;

import dev.portolan.Portolan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the models are configured: the usual places, and what the command line adds. */
final class ConfigurationOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A properties file with the models; portolan.properties in the working directory unless set.")
    private @Nullable Path file;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile of the configuration.")
    private @Nullable String profile;

    @Option(
            names = {"-P", "--property"},
            paramLabel = "KEY=VALUE",
            description = "A property of the configuration, which wins over files. Keys and passwords belong into the"
                    + " environment: others see the command line.")
    private Map<String, String> properties = new LinkedHashMap<>();

    ConfigurationOptions() {}

    /** Reads the configuration. */
    Portolan load() {
        Portolan.Builder builder = Portolan.builder();
        Path given = file;
        if (given != null) {
            builder.file(given);
        }
        String chosen = profile;
        if (chosen != null) {
            builder.profile(chosen);
        }
        return builder.properties(properties).build();
    }
}
