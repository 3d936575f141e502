package dev.portolan.routing.catalog.generator;

import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.ModelKind;
import dev.portolan.routing.catalog.SourceNote;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the bundled catalog from the folder of collected facts and the providers' files. The same input gives the same catalog.
 *
 * <p>Arguments: the folder of facts ({@code facts.jsonl.gz}, {@code curated.json}, {@code defaults.json}, {@code seed-tables.json}) and the
 * file to write. {@code docs/catalog.md} has the command.
 */
public final class GenerateCatalog {

    private final List<String> report = new ArrayList<>();
    private final CapabilityFacts capabilities = new CapabilityFacts();

    private GenerateCatalog() {}

    /**
     * Runs it.
     *
     * @param arguments the folder and the file
     * @throws IOException when one cannot be read or the other not be written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("Two arguments are needed: the folder of facts, and the file to write");
        }
        GenerateCatalog generator = new GenerateCatalog();
        ModelCatalog catalog = generator.catalog(Path.of(arguments[0]));
        Path file = Path.of(arguments[1]);
        try (OutputStream out = new Best(Files.newOutputStream(file))) {
            catalog.write(out);
        }
        generator.tell(catalog, file, System.out);
    }

    /** The catalog of a folder of facts. */
    static ModelCatalog generate(Path folder) throws IOException {
        return new GenerateCatalog().catalog(folder);
    }

    private ModelCatalog catalog(Path folder) throws IOException {
        Facts facts = new Facts(folder);
        LocalDate today = LocalDate.parse(facts.defaults.path("as_of").asText());
        BehaviourFacts behaviours = new BehaviourFacts(facts, report);
        LifecycleFacts lifecycles = new LifecycleFacts(facts, report);
        ModelFacts modelFacts = new ModelFacts(facts, behaviours, lifecycles);
        OfferFacts offers = new OfferFacts(behaviours, lifecycles, capabilities);
        ModelCatalog.Builder builder = ModelCatalog.builder(today.toString().replace('-', '.'), today);
        Sources.ALL.forEach(builder::source);
        Map<String, List<Fact>> records = facts.byModel();
        Map<String, CatalogModel> models = new LinkedHashMap<>();
        records.forEach((name, all) -> models.put(name, modelFacts.model(name, all)));
        models.values().forEach(builder::model);
        for (Fact fact : facts.all) {
            builder.offer(offers.offer(fact, Objects.requireNonNull(models.get(fact.canonical()))));
        }
        models.forEach((name, model) -> {
            List<Fact> all = Objects.requireNonNull(records.get(name));
            if (model.kind() == ModelKind.CHAT
                    && Boolean.TRUE.equals(model.openWeights())
                    && all.stream().anyMatch(fact -> !Boolean.TRUE.equals(fact.flag("moving_alias")))) {
                builder.offer(OfferFacts.selfHosted(model, all));
            }
        });
        new PairingFacts(facts, builder.build(), today).all().forEach(builder::equivalence);
        return builder.build();
    }

    private void tell(ModelCatalog catalog, Path file, PrintStream out) throws IOException {
        report.stream().distinct().sorted().forEach(out::println);
        capabilities.disagreements().forEach((where, times) -> out.println(where + " (" + times + " times)"));
        Map<String, Integer> counts = new TreeMap<>();
        catalog.offers().forEach(offer -> counts.merge(offer.cloud().id(), 1, Integer::sum));
        out.println(catalog + " " + counts + ", " + catalog.equivalences().size() + " pairings, " + Files.size(file)
                + " bytes");
        for (SourceNote source : catalog.sources()) {
            out.println("source " + source.name() + ": " + source.licence());
        }
    }

    /** Compresses as well as it can. */
    private static final class Best extends GZIPOutputStream {
        Best(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
