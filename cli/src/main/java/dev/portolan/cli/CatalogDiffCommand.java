package dev.portolan.cli;

import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.update.CatalogDiff;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code portolan catalog diff}: what changed from one state of the catalog to the next. */
@Command(
        name = "diff",
        description = "Tells what changed from one catalog to another: models, offers, prices, ends, limits, capabilities.",
        footer = {"", "Exit codes: 0 whether or not something changed, 1 a file cannot be read, 2 wrong usage or no catalog."},
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class)
final class CatalogDiffCommand implements Callable<Integer> {

    /** How changes are shown. */
    enum Form {
        TEXT,
        MARKDOWN,
        JSON
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private CatalogOptions options;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "The file of the earlier catalog.")
    private Path before;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "AFTER",
            description = "That of the later one; the catalog in force unless given.")
    private @Nullable Path after;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            defaultValue = "TEXT",
            description = "text, markdown or json; ${DEFAULT-VALUE}.")
    private Form form;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    CatalogDiffCommand() {}

    @Override
    public Integer call() {
        CatalogDiff diff = CatalogDiff.between(read(before), after == null ? options.catalog() : read(after));
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (json ? Form.JSON : form) {
                    case TEXT -> diff.text();
                    case MARKDOWN -> diff.markdown();
                    case JSON -> diff.json();
                });
        out.flush();
        return ExitCode.PASS;
    }

    private static ModelCatalog read(Path file) {
        try {
            return ModelCatalog.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be read: " + e.getMessage(), e);
        }
    }
}
