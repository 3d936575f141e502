package dev.portolan.cli;

import dev.portolan.Portolan;
import dev.portolan.config.ConfigurationException;
import dev.portolan.config.Problem;
import dev.portolan.spi.Extension;
import java.nio.file.Path;
import java.util.HashMap;
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

    /**
     * Reads the configuration.
     *
     * @param extensions what is added to those that are found
     */
    Portolan load(Extension... extensions) {
        Portolan.Builder builder = builder(file).properties(properties);
        for (Extension extension : extensions) {
            builder.extension(extension);
        }
        return builder.build();
    }

    /** The folder that the configuration's other files are looked for in. */
    Path folder(@Nullable Path named) {
        Path given = named == null ? file : named;
        Path folder = given == null ? null : given.toAbsolutePath().getParent();
        return folder == null ? Path.of("") : folder;
    }

    /**
     * Reads the configuration to look at it and never to call with it: what the environment lacks, such as keys on a build server, is
     * stood in for. A model's name is not.
     *
     * @param named the file, in place of the option's
     * @param extensions that hear and answer
     */
    Portolan look(@Nullable Path named, Extension... extensions) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        while (true) {
            Portolan.Builder builder = builder(named == null ? file : named).environment(environment);
            for (Extension extension : extensions) {
                builder.extension(extension);
            }
            try {
                return builder.properties(properties).build();
            } catch (ConfigurationException e) {
                boolean more = false;
                for (Problem problem : e.problems()) {
                    String unset = problem.unset();
                    String key = problem.key();
                    boolean names = key != null && key.matches(".*\\.(model|base-model|like|tier|provider|type)");
                    if (unset != null && !names && !environment.containsKey(unset)) {
                        environment.put(unset, "https://unset.invalid");
                        more = true;
                    }
                }
                if (!more) {
                    throw e;
                }
            }
        }
    }

    private Portolan.Builder builder(@Nullable Path given) {
        Portolan.Builder builder = Portolan.builder();
        if (given != null) {
            builder.file(given);
        }
        String chosen = profile;
        if (chosen != null) {
            builder.profile(chosen);
        }
        return builder;
    }
}
