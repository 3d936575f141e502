package dev.portolan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is about comparing models. */
@Command(
        name = "parity",
        description = "Compares the model that is there with one that may replace it.",
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class,
        subcommands = {ParityRunCommand.class, ImportLogCommand.class, ParityDiffCommand.class})
final class ParityCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    ParityCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? See portolan parity --help");
    }
}
