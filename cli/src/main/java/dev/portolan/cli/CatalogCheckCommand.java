package dev.portolan.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.Portolan;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.resolve.CatalogModelResolver;
import dev.portolan.routing.resolve.LockCheck;
import dev.portolan.routing.resolve.LockFile;
import dev.portolan.routing.resolve.LockFinding;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
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

/** {@code portolan catalog check}: a configuration against the catalog. */
@Command(
        name = "check",
        description = "Holds the configured models against the catalog: whether each is known, ends soon, has a price, and"
                + " whether the lock is up to date. Makes no call and needs no key.",
        footer = {
            "",
            "Exit codes: 0 when there is nothing to do (remarks are none), 1 when there is, 2 wrong usage or configuration."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class)
final class CatalogCheckCommand implements Callable<Integer> {

    private static final long OLD_DAYS = 60;

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

    @Option(
            names = "--within",
            paramLabel = "DAYS",
            defaultValue = "90d",
            description = "How long a model must live at least; ${DEFAULT-VALUE}.")
    private String within;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    CatalogCheckCommand() {}

    @Override
    public Integer call() {
        ModelCatalog catalog = options.catalog(configuration.folder(file));
        ConfiguredModels heard = new ConfiguredModels();
        CatalogModelResolver resolver = CatalogModelResolver.of(() -> catalog, options.clock());
        List<ModelCheck> checks;
        List<String> locked;
        try (Portolan looked = configuration.look(file, heard, resolver)) {
            checks = heard.by(catalog).stream()
                    .map(known -> ModelCheck.of(
                            known, options.today(), Days.of("--within", within).toDays()))
                    .toList();
            locked = lock(catalog, resolver);
        } catch (IOException e) {
            throw new UncheckedIOException("The lock cannot be read: " + e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(json(catalog, checks, locked));
        } else {
            lines(catalog, checks, locked).forEach(out::println);
        }
        out.flush();
        boolean good = locked.isEmpty() && checks.stream().allMatch(check -> check.problems().isEmpty());
        return good ? ExitCode.PASS : ExitCode.FAIL;
    }

    /** What is wrong with the lock, when the configuration needs one. */
    private List<String> lock(ModelCatalog catalog, CatalogModelResolver resolver) throws IOException {
        List<String> wrong = new ArrayList<>();
        LockFile answered = resolver.lock();
        Path place = resolver.place();
        if (answered.answers().isEmpty() || place == null) {
            return wrong;
        }
        if (!Files.exists(place)) {
            wrong.add("there is no " + place + "; run \"portolan catalog resolve\" and commit it");
            return wrong;
        }
        LockFile lock = LockFile.read(place);
        answered.answers().forEach(answer -> {
            if (lock.answer(answer.wanted()) == null) {
                wrong.add(answer.wanted() + " is not locked; run \"portolan catalog resolve\"");
            }
        });
        for (LockFinding finding : new LockCheck(catalog, options.today()).check(lock)) {
            wrong.add(finding.text());
        }
        return wrong;
    }

    private long age(ModelCatalog catalog) {
        return Math.max(0, ChronoUnit.DAYS.between(catalog.asOf(), options.today()));
    }

    private List<String> lines(ModelCatalog catalog, List<ModelCheck> checks, List<String> locked) {
        List<String> lines = new ArrayList<>();
        if (checks.isEmpty()) {
            lines.add("No model is configured.");
        } else {
            TextTable table = new TextTable("name", "ends", "input", "output", "model");
            checks.forEach(check ->
                    table.row(check.name(), check.ends(), check.input(), check.output(), check.model()));
            lines.addAll(table.lines());
        }
        for (ModelCheck check : checks) {
            check.problems().forEach(text -> lines.addAll(TextTable.wrapped("! ", check.name() + ": " + text)));
            check.remarks().forEach(text -> lines.addAll(TextTable.wrapped("- ", check.name() + ": " + text)));
        }
        locked.forEach(text -> lines.addAll(TextTable.wrapped("! ", "lock: " + text)));
        lines.add("Catalog " + catalog.version() + ", " + age(catalog) + " days old"
                + (age(catalog) > OLD_DAYS ? "; prices and ends may have changed since." : "."));
        return lines;
    }

    private String json(ModelCatalog catalog, List<ModelCheck> checks, List<String> locked) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("catalogVersion", catalog.version()).put("ageDays", age(catalog));
        root.put("day", options.today().toString());
        ArrayNode models = root.putArray("models");
        for (ModelCheck check : checks) {
            ObjectNode node = models.addObject().put("name", check.name());
            node.put("provider", check.provider()).put("id", check.sent());
            if (check.canonical() != null) {
                node.put("model", check.canonical());
            }
            node.put("found", check.found());
            node.put("ends", check.ends());
            ArrayNode problems = node.putArray("problems");
            check.problems().forEach(problems::add);
            ArrayNode remarks = node.putArray("remarks");
            check.remarks().forEach(remarks::add);
        }
        ArrayNode lock = root.putArray("lock");
        locked.forEach(lock::add);
        return root.toPrettyString() + System.lineSeparator();
    }
}
