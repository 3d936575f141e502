package dev.portolan.cli;

import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.NameMatch;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code portolan catalog show}: what is known of a model, and where it is offered. */
@Command(
        name = "show",
        description = "Shows what is known of a model: where it is offered, under which ids, at which prices, until when.",
        footer = {"", "Exit codes: 0, or 2 when the name is not known; the nearest names are told."},
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class)
final class CatalogShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CatalogOptions options;

    @Parameters(paramLabel = "MODEL", description = "A model's name, or an id on some cloud.")
    private String name;

    @Option(names = "--json", description = "The entries as they stand in the catalog's file.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    CatalogShowCommand() {}

    @Override
    public Integer call() {
        ModelCatalog catalog = options.catalog();
        NameMatch match = catalog.modelNamed(name);
        CatalogModel model = match.orThrow();
        PrintWriter out = spec.commandLine().getOut();
        ModelReport report = new ModelReport(catalog, model);
        if (json) {
            out.print(report.json());
        } else {
            report.lines().forEach(out::println);
        }
        out.flush();
        return ExitCode.PASS;
    }
}
