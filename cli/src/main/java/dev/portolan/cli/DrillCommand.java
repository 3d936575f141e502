package dev.portolan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is rehearsed before it is needed. */
@Command(
        name = "drill",
        description = "Rehearses an outage.",
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class,
        subcommands = DrillFallbackCommand.class)
final class DrillCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    DrillCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? See portolan drill --help");
    }
}
