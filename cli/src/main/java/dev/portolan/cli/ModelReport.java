package dev.portolan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.routing.catalog.Behaviour;
import dev.portolan.routing.catalog.BenchmarkScore;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Pricing;
import dev.portolan.routing.catalog.TokenLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows a model and its offers. */
final class ModelReport {

    private final ModelCatalog catalog;
    private final CatalogModel model;

    ModelReport(ModelCatalog catalog, CatalogModel model) {
        this.catalog = catalog;
        this.model = model;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(model.name() + (model.title() == null ? "" : ", " + model.title()));
        fact(lines, "kind", model.kind().id());
        fact(lines, "tier", model.tier() == null ? null : model.tier()
                + (model.secondTier() == null ? "" : ", also " + model.secondTier()));
        fact(lines, "limits", limits(model.limits()));
        fact(lines, "tokenizer", model.tokenizer() == null ? null : model.tokenizer()
                + (model.tokenizerFactor() == null ? "" : ", " + model.tokenizerFactor() + " times the tokens of o200k_base"));
        fact(lines, "released", model.released() == null ? null : model.released().toString());
        fact(lines, "licence", model.licence());
        fact(lines, "successor", model.successor());
        if (!model.scores().isEmpty()) {
            fact(lines, "scores", model.scores().stream().map(ModelReport::score).collect(Collectors.joining(", ")));
        }
        for (Behaviour behaviour : model.behaviours()) {
            lines.addAll(TextTable.wrapped("  ! ", behaviour.text()));
        }
        List<Offer> offers = catalog.offersOf(model.name());
        lines.add("");
        if (offers.isEmpty()) {
            lines.add("No cloud is known to offer it.");
        } else {
            offers(lines, offers);
        }
        lines.add("");
        lines.add("Prices are for a million tokens. Catalog " + catalog.version() + ".");
        return lines;
    }

    private static void offers(List<String> lines, List<Offer> offers) {
        TextTable table = new TextTable("cloud", "state", "ends", "input", "output", "id");
        for (Offer offer : offers) {
            Lifecycle lifecycle = offer.lifecycle();
            table.row(
                    offer.cloud().id(),
                    lifecycle.state().id(),
                    ends(lifecycle),
                    price(offer.pricing(), true),
                    price(offer.pricing(), false),
                    offer.id() + (offer.provenance().overlay() == null ? "" : " *"));
        }
        lines.addAll(table.lines());
        offers.stream()
                .map(offer -> offer.provenance().overlay())
                .filter(overlay -> overlay != null)
                .distinct()
                .forEach(overlay -> lines.add("* changed by the overlay " + overlay));
    }

    static String ends(Lifecycle lifecycle) {
        if (lifecycle.retires() != null) {
            return lifecycle.retires().toString();
        }
        return lifecycle.notBefore() == null ? "-" : "after " + lifecycle.notBefore();
    }

    static String price(@Nullable Pricing pricing, boolean input) {
        if (pricing == null) {
            return "unknown";
        }
        if (!pricing.perToken()) {
            return "per " + pricing.unit();
        }
        BigDecimal rate = input ? pricing.base().input() : pricing.base().output();
        return rate == null
                ? "unknown"
                : rate.stripTrailingZeros().toPlainString() + " " + pricing.currency().getCurrencyCode();
    }

    private static @Nullable String limits(TokenLimits limits) {
        List<String> known = new ArrayList<>();
        if (limits.context() != null) {
            known.add(limits.context() + " tokens of context");
        }
        if (limits.output() != null) {
            known.add(limits.output() + " of output");
        }
        if (limits.dimensions() != null) {
            known.add(limits.dimensions() + " dimensions");
        }
        return known.isEmpty() ? null : String.join(", ", known);
    }

    private static String score(BenchmarkScore score) {
        return score.benchmark() + " " + score.score();
    }

    private static void fact(List<String> lines, String name, @Nullable String value) {
        if (value != null) {
            lines.addAll(TextTable.wrapped("  ", name + " ".repeat(Math.max(1, 11 - name.length())) + value));
        }
    }

    /** The entries of the catalog's file, so that there is one form of them. */
    String json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            catalog.write(bytes);
            JsonNode document = new JsonMapper().readTree(bytes.toByteArray());
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            root.put("catalogVersion", catalog.version());
            root.putObject("models").set(model.name(), document.path("models").path(model.name()));
            ObjectNode offers = root.putObject("offers");
            for (Offer offer : catalog.offersOf(model.name())) {
                String cloud = offer.cloud().id();
                offers.withObjectProperty(cloud)
                        .set(offer.id(), document.path("offers").path(cloud).path(offer.id()));
            }
            return root.toPrettyString() + System.lineSeparator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
