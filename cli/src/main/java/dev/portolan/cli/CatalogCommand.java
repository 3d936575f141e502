package dev.portolan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is about the chart of models. */
@Command(
        name = "catalog",
        description = "Tells which models there are, which may stand in for which, what they cost and when they end."
                + " Calls no network.",
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class,
        subcommands = {
            CatalogEquivalentsCommand.class,
            CatalogShowCommand.class,
            CatalogRetirementsCommand.class,
            CatalogCheckCommand.class,
            CatalogResolveCommand.class,
            CatalogDiffCommand.class
        })
final class CatalogCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    CatalogCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? See portolan catalog --help");
    }
}
