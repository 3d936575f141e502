package dev.portolan.cli;

import dev.portolan.evidence.cost.Money;
import dev.portolan.routing.catalog.Candidate;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Equivalents;
import dev.portolan.routing.catalog.IdMatch;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Needs;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.plan.MigrationPlan;
import dev.portolan.routing.plan.MigrationPlanner;
import dev.portolan.routing.plan.PlanInput;
import dev.portolan.routing.plan.WorkloadFacts;
import dev.portolan.routing.portability.Portability;
import dev.portolan.routing.portability.PortabilityReport;
import dev.portolan.routing.portability.PortabilityTarget;
import dev.portolan.routing.portability.Severity;
import dev.portolan.routing.portability.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code portolan plan}: writes the plan of a migration. */
@Command(
        name = "plan",
        description =
                "Writes the plan of a migration from an inventory of what runs: candidates, cost, what would break, controls,"
                        + " phases, risks. Calls no model.",
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class)
final class PlanCommand implements Callable<Integer> {

    static final String JSON = "migration-plan.json";
    static final String TEXT = "migration-plan.md";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "INVENTORY", description = "inventory.json, as portolan parity import-log writes it.")
    private Path inventory;

    @Option(
            names = "--target",
            required = true,
            paramLabel = "CLOUD[/MODEL]",
            description = "Where to; without a model the catalog proposes one.")
    private String target;

    @Option(
            names = "--from",
            paramLabel = "CLOUD/MODEL",
            description = "What runs today; without it the model that the inventory counted most.")
    private @Nullable String from;

    @Option(
            names = "--base-model",
            paramLabel = "MODEL",
            description = "The model behind the source, where its name hides it, as deployments of Azure do.")
    private @Nullable String baseModel;

    @Option(
            names = "--requests",
            paramLabel = "FILE",
            description = "Recordings, or a log of OpenAI requests: what the target cannot honour of them is listed.")
    private @Nullable Path requests;

    @Option(names = "--dataset", paramLabel = "FILE", description = "A dataset, in place of --requests.")
    private @Nullable Path dataset;

    @Option(
            names = "--residency",
            paramLabel = "ZONE",
            description = "Where processing must stay, such as eu; all others are excluded.")
    private @Nullable String residency;

    @Option(
            names = "--requests-per-month",
            paramLabel = "N",
            description = "Calls of a month; without it those of the inventory over their time.")
    private @Nullable Long perMonth;

    @Option(names = "--hours", paramLabel = "N", description = "Hours of work that the move takes.")
    private @Nullable BigDecimal hours;

    @Option(names = "--rate", paramLabel = "AMOUNT", description = "What an hour costs.")
    private @Nullable BigDecimal rate;

    @Option(
            names = "--currency",
            paramLabel = "CODE",
            defaultValue = "USD",
            description = "Of --rate; ${DEFAULT-VALUE}. The catalog's prices are in USD.")
    private String currency;

    @Option(
            names = "--candidates",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many are compared; ${DEFAULT-VALUE}.")
    private int candidates;

    @Option(names = "--on", paramLabel = "DAY", description = "The day to judge for, such as 2026-11-21; today.")
    private @Nullable LocalDate day;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description =
                    "Where migration-plan.md and migration-plan.json go; ${DEFAULT-VALUE}. Answers in a plan that is there are"
                            + " kept.")
    private Path folder;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    PlanCommand() {}

    @Override
    public Integer call() {
        String facts = read(inventory);
        LocalDate today = day == null ? LocalDate.now(Clock.systemUTC()) : day;
        ModelCatalog catalog = ModelCatalog.bundled();
        MigrationPlanner planner = new MigrationPlanner(facts, catalog, today);
        WorkloadFacts workload = WorkloadFacts.of(facts);
        Named source = source(catalog, workload);
        source.giveTo(planner);
        Named wanted = Named.parse(spec, "--target", target, catalog, null);
        Chosen chosen = chosen(catalog, planner, workload, source, wanted, today);
        if (residency != null) {
            planner.residency(List.of(residency));
        }
        if (perMonth != null) {
            planner.requestsPerMonth(perMonth);
        }
        effort(planner);
        if (chosen != null) {
            check(planner, catalog, source, chosen, today);
        }
        MigrationPlan plan = kept(planner.plan());
        write(plan);
        tell(plan);
        return plan.target() == null ? ExitCode.FAIL : ExitCode.PASS;
    }

    /** The offer that the plan is for, and the id that keeps processing where it must stay. */
    private record Chosen(Offer offer, String id) {}

    /** A cloud, a name on it, and what the catalog knows of that. */
    private record Named(
            Cloud cloud, @Nullable String name, @Nullable IdMatch match) {

        static Named parse(
                CommandSpec spec, String option, String text, ModelCatalog catalog, @Nullable String baseModel) {
            int slash = text.indexOf('/');
            try {
                Cloud cloud = Cloud.of(slash < 0 ? text : text.substring(0, slash));
                String name = slash < 0 || slash == text.length() - 1 ? null : text.substring(slash + 1);
                return new Named(cloud, name, name == null ? null : catalog.identify(cloud, name, baseModel));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
            }
        }

        @Nullable
        Offer offer() {
            return match == null ? null : match.offer();
        }

        @Nullable
        CatalogModel model() {
            return match == null ? null : match.model();
        }

        void giveTo(MigrationPlanner planner) {
            Offer known = offer();
            if (known != null) {
                planner.source(known);
            } else {
                planner.source(cloud, String.valueOf(name));
            }
        }
    }

    private Named source(ModelCatalog catalog, WorkloadFacts workload) {
        String text = from != null
                ? from
                : workload.models().isEmpty() ? null : workload.models().get(0);
        if (text == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--from: the inventory names no model; say what runs today, such as azure/gpt-4o-mini");
        }
        Named source = Named.parse(spec, "--from", text, catalog, baseModel);
        if (source.name() == null) {
            throw new ParameterException(
                    spec.commandLine(), "--from: say the model too, such as " + source.cloud() + "/gpt-4o-mini");
        }
        return source;
    }

    private @Nullable Chosen chosen(
            ModelCatalog catalog,
            MigrationPlanner planner,
            WorkloadFacts workload,
            Named source,
            Named wanted,
            LocalDate today) {
        Chosen best = proposed(catalog, planner, workload, source, wanted.cloud(), today);
        if (wanted.name() == null) {
            return best;
        }
        Offer offer = wanted.offer();
        if (offer == null) {
            IdMatch match = Objects.requireNonNull(wanted.match());
            throw new ParameterException(
                    spec.commandLine(),
                    "--target: the catalog does not know " + wanted.name() + " on " + wanted.cloud()
                            + (match.nearest().isEmpty()
                                    ? ""
                                    : "; nearest are "
                                            + String.join(
                                                    ", ",
                                                    match.nearest().stream()
                                                            .map(Object::toString)
                                                            .toList())));
        }
        planner.target(offer);
        return new Chosen(offer, wanted.name());
    }

    private @Nullable Chosen proposed(
            ModelCatalog catalog,
            MigrationPlanner planner,
            WorkloadFacts workload,
            Named source,
            Cloud cloud,
            LocalDate today) {
        CatalogModel model = source.model();
        if (model == null) {
            warn("The catalog does not know " + source.cloud() + "/" + source.name()
                    + ", so it proposes nothing; say --base-model, or --target CLOUD/MODEL.");
            return null;
        }
        Needs.Builder needs = Needs.builder().residency(residency).on(today).capabilities(workload.needs());
        needs.tokens(workload.longestInput(), workload.longestOutput());
        Equivalents found = catalog.equivalents(model.name(), cloud, needs.build());
        List<Candidate> first = found.candidates()
                .subList(0, Math.min(candidates, found.candidates().size()));
        planner.candidates(new Equivalents(
                found.source(),
                found.sourceOffer(),
                found.tier(),
                found.cloud(),
                found.needs(),
                found.day(),
                found.catalogVersion(),
                first,
                found.excluded(),
                found.nearest(),
                found.notes()));
        if (first.isEmpty()) {
            warn(found.explain());
            return null;
        }
        return new Chosen(first.get(0).offer(), first.get(0).id());
    }

    private void effort(MigrationPlanner planner) {
        if (hours == null && rate == null) {
            return;
        }
        if (hours == null || rate == null) {
            throw new ParameterException(spec.commandLine(), "--hours and --rate go together");
        }
        planner.team(hours, new Money(rate, Currency.getInstance(currency)));
    }

    private void check(MigrationPlanner planner, ModelCatalog catalog, Named source, Chosen chosen, LocalDate today) {
        Path file = requests != null ? requests : dataset;
        if (file == null) {
            return;
        }
        Workload traffic = requests != null ? TrafficFile.read(requests) : TrafficFile.dataset(file);
        planner.input(PlanInput.of(requests != null ? "requests" : "dataset", bytes(file)));
        Offer offer = chosen.offer();
        try (UncalledModel uncalled = UncalledModel.of(offer.cloud(), chosen.id(), baseModel(offer, chosen.id()))) {
            PortabilityTarget.Builder to = uncalled == null
                    ? PortabilityTarget.of(catalog, offer)
                    : PortabilityTarget.of(uncalled.model()).catalog(catalog).offer(offer);
            to.source(source.offer()).on(today);
            if (residency != null) {
                to.residency(residency);
            }
            planner.portability(Portability.check(traffic, to.build()));
        }
    }

    /** An id of a scope hides nothing, but the capability files go by the offer's own. */
    private static @Nullable String baseModel(Offer offer, String id) {
        return offer.id().equals(id) || offer.cloud() != Cloud.AZURE ? null : offer.id();
    }

    private MigrationPlan kept(MigrationPlan plan) {
        Path earlier = folder.resolve(JSON);
        if (!Files.exists(earlier)) {
            return plan;
        }
        try {
            return plan.withAnswersOf(MigrationPlan.fromJson(read(earlier)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    earlier + ": " + e.getMessage() + "; mend it or put it aside, what it says would be lost", e);
        }
    }

    private void write(MigrationPlan plan) {
        try {
            Files.createDirectories(folder);
            replace(folder.resolve(JSON), plan.toJson());
            replace(folder.resolve(TEXT), plan.toMarkdown());
        } catch (IOException e) {
            throw new UncheckedIOException("The plan cannot be written to " + folder, e);
        }
    }

    /** People write into the file: a crash must not leave half of it. */
    private static void replace(Path file, String text) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(whole, text);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void tell(MigrationPlan plan) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(plan.source() + " -> " + Objects.requireNonNullElse(plan.target(), "no candidate") + ", path "
                + plan.path());
        if (plan.cost() != null) {
            out.println(plan.cost().sentence());
        }
        PortabilityReport report = plan.portability();
        out.println(
                report == null
                        ? "Portability was not checked: give --requests or --dataset"
                        : "Portability: " + report.count(Severity.BLOCKS) + " block, " + report.count(Severity.CHANGES)
                                + " change, " + report.unjudged().size() + " open");
        if (!plan.unfilled().isEmpty()) {
            out.println("To be filled in before traffic moves: " + String.join(", ", plan.unfilled()));
        }
        out.println("Written: " + folder.resolve(TEXT) + ", " + folder.resolve(JSON));
        out.flush();
    }

    private void warn(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(text);
        err.flush();
    }

    private static String read(Path file) {
        return new String(bytes(file), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
