package dev.portolan.cli;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program itself; it does nothing but name its commands. */
@Command(
        name = "portolan",
        description =
                "Makes the language model behind an application replaceable, and proves that a replacement behaves.",
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class,
        subcommands = {
            ParityCommand.class,
            CatalogCommand.class,
            PlanCommand.class,
            DoctorCommand.class,
            DrillCommand.class
        })
final class PortolanCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    PortolanCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? See portolan --help");
    }

    /** The version of the jar. */
    static final class Version implements IVersionProvider {

        Version() {}

        @Override
        public String[] getVersion() {
            String version = PortolanCommand.class.getPackage().getImplementationVersion();
            return new String[] {"portolan " + Objects.requireNonNullElse(version, "(not packed)")};
        }
    }
}
