package dev.portolan.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.Portolan;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Retirement;
import dev.portolan.routing.resolve.CatalogModelResolver;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code portolan catalog retirements}: what ends soon, of all or of the configured models. */
@Command(
        name = "retirements",
        description = "Lists the offers whose end is announced within a time: all of them, or with --config those of the"
                + " configured models, ended ones included.",
        footer = {
            "",
            "Exit codes: 0 when nothing ends, or without --config whatever ends; 1 when a configured model ends or has ended;"
                    + " 2 wrong usage or configuration."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PortolanCommand.Version.class)
final class CatalogRetirementsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CatalogOptions options;

    @Option(
            names = "--within",
            paramLabel = "DAYS",
            defaultValue = "180d",
            description = "How far to look ahead, such as 90d or 12w; ${DEFAULT-VALUE}.")
    private String within;

    @Option(names = "--cloud", paramLabel = "CLOUD", description = "Only of this cloud.")
    private @Nullable String cloud;

    @Option(names = "--config", paramLabel = "FILE", description = "Only the models that are configured here.")
    private @Nullable Path file;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    CatalogRetirementsCommand() {}

    /** An end, and the configured models that it is the end of. */
    private record End(Retirement retirement, List<String> users) {}

    @Override
    public Integer call() {
        Duration ahead = Days.of("--within", within);
        ModelCatalog catalog =
                file == null ? options.catalog() : options.catalog(new ConfigurationOptions().folder(file));
        List<End> ends = file == null ? all(catalog, ahead) : configured(catalog, file, ahead);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(json(catalog, ends));
        } else {
            lines(catalog, ends).forEach(out::println);
        }
        out.flush();
        return file == null || ends.isEmpty() ? ExitCode.PASS : ExitCode.FAIL;
    }

    private boolean wanted(Offer offer) {
        return cloud == null || offer.cloud() == Cloud.of(cloud);
    }

    private List<End> all(ModelCatalog catalog, Duration ahead) {
        return catalog.retirements(options.today(), ahead).stream()
                .filter(end -> wanted(end.offer()))
                .map(end -> new End(end, List.of()))
                .toList();
    }

    private List<End> configured(ModelCatalog catalog, Path from, Duration ahead) {
        ConfiguredModels heard = new ConfiguredModels();
        Map<String, List<String>> users = new TreeMap<>();
        try (Portolan looked = new ConfigurationOptions()
                .look(from, heard, CatalogModelResolver.of(() -> catalog, options.clock()))) {
            heard.by(catalog).forEach(known -> {
                Offer offer = known.match() == null ? null : known.match().offer();
                if (offer != null) {
                    users.computeIfAbsent(offer.shown(), shown -> new ArrayList<>())
                            .add(known.configured().name());
                }
            });
        }
        return catalog.retirements(options.today()).stream()
                .filter(end -> end.over()
                        || (end.day() != null
                                && ChronoUnit.DAYS.between(options.today(), end.day()) <= ahead.toDays()))
                .filter(end -> end.version() == null && users.containsKey(end.offer().shown()) && wanted(end.offer()))
                .map(end -> new End(end, users.getOrDefault(end.offer().shown(), List.of())))
                .toList();
    }

    private List<String> lines(ModelCatalog catalog, List<End> ends) {
        List<String> lines = new ArrayList<>();
        if (ends.isEmpty()) {
            lines.add("Nothing ends within " + within + " of " + options.today() + ".");
        } else {
            TextTable table = new TextTable("ends", "in days", "cloud", "id", file == null ? "replacement" : "used by");
            for (End end : ends) {
                Retirement retirement = end.retirement();
                String id = retirement.offer().id()
                        + (retirement.version() == null
                                ? ""
                                : " version " + retirement.version().version());
                String replacement = retirement.replacement();
                table.row(
                        retirement.day() == null ? "unknown" : retirement.day().toString(),
                        retirement.over() ? "over" : days(retirement),
                        retirement.offer().cloud().id(),
                        id,
                        file == null
                                ? (replacement == null ? "-" : replacement)
                                : String.join(", ", end.users()) + (replacement == null ? "" : "; take " + replacement));
            }
            lines.addAll(table.lines());
        }
        lines.add("Catalog " + catalog.version() + ", " + age(catalog) + " days old; dates move in both directions.");
        return lines;
    }

    private String days(Retirement end) {
        return end.day() == null ? "-" : String.valueOf(ChronoUnit.DAYS.between(options.today(), end.day()));
    }

    private long age(ModelCatalog catalog) {
        return Math.max(0, ChronoUnit.DAYS.between(catalog.asOf(), options.today()));
    }

    private String json(ModelCatalog catalog, List<End> ends) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("catalogVersion", catalog.version());
        root.put("day", options.today().toString());
        ArrayNode all = root.putArray("retirements");
        for (End end : ends) {
            Retirement retirement = end.retirement();
            ObjectNode node = all.addObject();
            node.put("cloud", retirement.offer().cloud().id());
            node.put("id", retirement.offer().id());
            node.put("model", retirement.offer().model());
            if (retirement.version() != null) {
                node.put("version", retirement.version().version());
            }
            if (retirement.day() != null) {
                node.put("day", retirement.day().toString());
            }
            node.put("over", retirement.over());
            if (retirement.replacement() != null) {
                node.put("replacement", retirement.replacement());
            }
            if (file != null) {
                ArrayNode users = node.putArray("usedBy");
                end.users().forEach(users::add);
            }
        }
        return root.toPrettyString() + System.lineSeparator();
    }
}
