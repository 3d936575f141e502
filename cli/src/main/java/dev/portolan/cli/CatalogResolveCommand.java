package dev.portolan.cli;

import dev.portolan.Portolan;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.resolve.CatalogModelResolver;
import dev.portolan.routing.resolve.LockFile;
import dev.portolan.routing.resolve.Resolution;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code portolan catalog resolve}: answers like= and tier= anew and writes the lock. */
@Command(
        name = "resolve",
        description = "Answers like= and tier= of the configuration from the catalog in force, and writes portolan.lock.",
        footer = {
            "",
            "Exit codes: 0 when the lock is as it should be, 1 with --check when it is not, 2 wrong usage or configuration."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class)
final class CatalogResolveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CatalogOptions options;

    @Mixin
    private ConfigurationOptions configuration;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The configuration; portolan.properties in the working directory unless set.")
    private @Nullable Path file;

    @Option(names = "--check", description = "Writes nothing, and fails when something would be answered otherwise.")
    private boolean check;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    CatalogResolveCommand() {}

    @Override
    public Integer call() {
        ModelCatalog catalog = options.catalog(configuration.folder(file));
        CatalogModelResolver resolver = CatalogModelResolver.anew(() -> catalog, options.clock());
        try (Portolan looked = configuration.look(file, resolver)) {
            return renew(resolver);
        } catch (IOException e) {
            throw new UncheckedIOException("The lock cannot be read or written: " + e.getMessage(), e);
        }
    }

    private int renew(CatalogModelResolver resolver) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        LockFile now = resolver.lock();
        Path place = resolver.place();
        if (place == null || now.answers().isEmpty()) {
            out.println("The configuration asks for no like= and no tier=; there is nothing to lock.");
            out.flush();
            return ExitCode.PASS;
        }
        LockFile before = Files.exists(place) ? LockFile.read(place) : LockFile.of(List.of());
        List<String> changes = changes(before, now);
        changes.forEach(out::println);
        if (changes.isEmpty()) {
            out.println(place + " is up to date.");
        } else if (check) {
            out.println(place + " is stale; \"portolan catalog resolve\" renews it.");
        } else {
            kept(before, now).write(place);
            out.println("Written: " + place);
        }
        out.flush();
        return check && !changes.isEmpty() ? ExitCode.FAIL : ExitCode.PASS;
    }

    /** What is answered otherwise. Another catalog or day alone is no change. */
    private static List<String> changes(LockFile before, LockFile now) {
        List<String> changes = new ArrayList<>();
        for (Resolution answer : now.answers()) {
            Resolution was = before.answer(answer.wanted());
            if (was == null) {
                changes.add("+ " + answer.wanted() + ": " + answer.model());
            } else if (!was.model().equals(answer.model())) {
                changes.add("~ " + answer.wanted() + ": " + was.model() + " -> " + answer.model());
            }
        }
        for (Resolution was : before.answers()) {
            if (now.answer(was.wanted()) == null) {
                changes.add("- " + was.wanted() + ": " + was.model());
            }
        }
        return changes;
    }

    /** Answers that stay the same stay as they were written, so that a diff shows what changed. */
    private static LockFile kept(LockFile before, LockFile now) {
        List<Resolution> answers = new ArrayList<>();
        for (Resolution answer : now.answers()) {
            Resolution was = before.answer(answer.wanted());
            answers.add(was != null && was.model().equals(answer.model()) ? was : answer);
        }
        return LockFile.of(answers);
    }
}
