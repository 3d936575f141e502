package dev.portolan.cli;

import dev.portolan.chat.Capability;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Equivalents;
import dev.portolan.routing.catalog.Needs;
import dev.portolan.routing.catalog.Tier;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code portolan catalog equivalents}: which offers of a cloud may stand in for a model. */
@Command(
        name = "equivalents",
        description = "Lists the offers of a cloud that may stand in for a model, best first, with reasons and warnings.",
        footer = {"", "Exit codes: 0 when there is a stand-in, 1 when there is none, 2 wrong usage or an unknown name."},
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class)
final class CatalogEquivalentsCommand implements Callable<Integer> {

    private static final long GIB = 1L << 30;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CatalogOptions options;

    @Parameters(paramLabel = "MODEL", description = "A model's name, or an id on some cloud.")
    private String model;

    @Option(names = "--cloud", paramLabel = "CLOUD", required = true, description = "Where to look, such as bedrock.")
    private String cloud;

    @Option(names = "--residency", paramLabel = "ZONE", description = "Where processing must stay, such as eu.")
    private @Nullable String residency;

    @Option(
            names = "--needs",
            paramLabel = "CAPABILITY",
            split = ",",
            description = "What it must be able to, such as tools,json-schema-output.")
    private List<String> needs = List.of();

    @Option(names = "--tools-in-streams", description = "Tools must work in streams.")
    private boolean toolsInStreams;

    @Option(names = "--input-tokens", paramLabel = "N", description = "Tokens of the workload's long requests.")
    private @Nullable Long input;

    @Option(names = "--output-tokens", paramLabel = "N", description = "Tokens of its long answers.")
    private @Nullable Long output;

    @Option(names = "--tier", paramLabel = "TIER", description = "Another tier than the model's own.")
    private @Nullable String tier;

    @Option(names = "--open-weights", description = "Only models that anybody may run.")
    private boolean open;

    @Option(names = "--licence", paramLabel = "NAME", split = ",", description = "Only under these licences.")
    private List<String> licences = List.of();

    @Option(names = "--memory", paramLabel = "GIB", description = "The memory that there is, for models of one's own.")
    private @Nullable Long memory;

    @Option(
            names = "--margin",
            paramLabel = "DAYS",
            defaultValue = "180",
            description = "How long it must live at least; ${DEFAULT-VALUE}.")
    private int margin;

    @Option(names = "--any-lifecycle", description = "Retired ones too.")
    private boolean anyLifecycle;

    @Option(names = "--no-previews", description = "No previews.")
    private boolean noPreviews;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "5", description = "How many are shown; ${DEFAULT-VALUE}, 0 for all.")
    private int limit;

    @Option(names = "--explain", description = "Shows the offers that were excluded too, and why.")
    private boolean explain;

    @Option(names = "--json", description = "All of it as JSON.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    CatalogEquivalentsCommand() {}

    @Override
    public Integer call() {
        Equivalents found = options.catalog().equivalents(model, Cloud.of(cloud), needs());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(EquivalentsReport.json(found));
        } else {
            EquivalentsReport.lines(found, limit, explain).forEach(out::println);
        }
        out.flush();
        return found.candidates().isEmpty() ? ExitCode.FAIL : ExitCode.PASS;
    }

    private Needs needs() {
        Needs.Builder builder = Needs.builder()
                .on(options.today())
                .residency(residency)
                .capabilities(capabilities())
                .tokens(input, output)
                .lifecycleMargin(margin)
                .tier(tier == null ? null : Tier.of(tier))
                .licences(new LinkedHashSet<>(licences))
                .memoryBytes(memory == null ? null : memory * GIB);
        if (toolsInStreams) {
            builder.toolsInStreams();
        }
        if (open) {
            builder.openWeights();
        }
        if (anyLifecycle) {
            builder.anyLifecycle();
        }
        if (noPreviews) {
            builder.previews(false);
        }
        return builder.build();
    }

    private List<Capability> capabilities() {
        List<Capability> all = new ArrayList<>();
        for (String need : needs) {
            all.add(Arrays.stream(Capability.values())
                    .filter(each -> word(each).equals(need.strip().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("--needs: there is no capability \"" + need
                            + "\"; known are "
                            + String.join(
                                    ", ",
                                    Arrays.stream(Capability.values())
                                            .map(CatalogEquivalentsCommand::word)
                                            .toList()))));
        }
        return all;
    }

    private static String word(Capability capability) {
        return capability.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
