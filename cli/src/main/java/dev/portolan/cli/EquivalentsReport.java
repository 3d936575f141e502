package dev.portolan.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.routing.catalog.Candidate;
import dev.portolan.routing.catalog.Equivalents;
import dev.portolan.routing.catalog.ExcludedOffer;
import dev.portolan.routing.catalog.Exclusion;
import dev.portolan.routing.catalog.MatchReason;
import dev.portolan.routing.catalog.MatchWarning;
import dev.portolan.routing.catalog.NearestOffer;
import dev.portolan.routing.catalog.Offer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows which offers may stand in for a model. */
final class EquivalentsReport {

    private EquivalentsReport() {}

    static List<String> lines(Equivalents found, int limit, boolean explain) {
        List<String> lines = new ArrayList<>();
        lines.add("Stand-ins on " + found.cloud() + " for " + found.source().name()
                + (found.tier() == null ? "" : " (" + found.tier() + ")") + ", catalog " + found.catalogVersion()
                + ", " + found.day());
        List<Candidate> shown = limit <= 0 || limit >= found.candidates().size()
                ? found.candidates()
                : found.candidates().subList(0, limit);
        int place = 1;
        for (Candidate candidate : shown) {
            lines.add("");
            candidate(lines, place++, candidate);
        }
        int more = found.candidates().size() - shown.size();
        if (more > 0) {
            lines.add("");
            lines.add(more + " more; --limit 0 shows them.");
        }
        if (found.candidates().isEmpty()) {
            lines.add("");
            lines.add("None.");
        }
        found.notes().forEach(note -> lines.addAll(TextTable.wrapped("", "Note: " + note)));
        for (NearestOffer nearest : found.nearest()) {
            lines.addAll(TextTable.wrapped(
                    "", "Nearest to " + nearest.wanted() + ": " + nearest.offer().shown() + ", " + nearest.why()));
        }
        if (explain) {
            lines.add("");
            lines.add("Excluded (" + found.excluded().size() + "):");
            found.excluded().forEach(offer -> excluded(lines, offer));
        } else if (!found.excluded().isEmpty()) {
            lines.add("");
            lines.add(found.excluded().size() + " offers were excluded; --explain tells why.");
        }
        return lines;
    }

    private static void candidate(List<String> lines, int place, Candidate candidate) {
        BigDecimal blended = candidate.price().blended();
        lines.add(place + ". " + candidate.id());
        lines.add("   " + candidate.model().name()
                + (candidate.scope() == null ? "" : ", kept in " + candidate.scope())
                + ", price "
                + (blended == null ? "not comparable" : factor(blended) + " times the source's"));
        for (MatchReason reason : candidate.reasons()) {
            lines.addAll(TextTable.wrapped("   + ", reason.text()));
        }
        for (MatchWarning warning : candidate.warnings()) {
            lines.addAll(TextTable.wrapped("   ! ", warning.text()));
        }
    }

    private static void excluded(List<String> lines, ExcludedOffer excluded) {
        lines.addAll(TextTable.wrapped(
                "  ",
                excluded.offer().id() + ": "
                        + excluded.exclusions().stream().map(Exclusion::text).collect(Collectors.joining("; "))));
    }

    private static String factor(BigDecimal ratio) {
        return ratio.setScale(2, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
    }

    static String json(Equivalents found) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("source", found.source().name());
        if (found.tier() != null) {
            root.put("tier", found.tier().id());
        }
        root.put("cloud", found.cloud().id());
        root.put("catalogVersion", found.catalogVersion());
        root.put("day", found.day().toString());
        ArrayNode candidates = root.putArray("candidates");
        for (Candidate candidate : found.candidates()) {
            ObjectNode node = offer(candidates.addObject(), candidate.offer());
            node.put("send", candidate.id());
            if (candidate.scope() != null) {
                node.put("scope", candidate.scope());
            }
            node.put("match", word(candidate.kind()));
            ObjectNode price = node.putObject("priceRatio");
            put(price, "input", candidate.price().input());
            put(price, "output", candidate.price().output());
            put(price, "blended", candidate.price().blended());
            ArrayNode reasons = node.putArray("reasons");
            candidate.reasons().forEach(each -> remark(reasons, word(each.code()), each.text(), each.figures()));
            ArrayNode warnings = node.putArray("warnings");
            candidate.warnings().forEach(each -> remark(warnings, word(each.code()), each.text(), each.figures()));
        }
        ArrayNode excluded = root.putArray("excluded");
        for (ExcludedOffer each : found.excluded()) {
            ArrayNode reasons = offer(excluded.addObject(), each.offer()).putArray("reasons");
            each.exclusions().forEach(reason -> remark(reasons, word(reason.code()), reason.text(), Map.of()));
        }
        ArrayNode nearest = root.putArray("nearest");
        for (NearestOffer each : found.nearest()) {
            offer(nearest.addObject().put("wanted", each.wanted()), each.offer()).put("why", each.why());
        }
        ArrayNode notes = root.putArray("notes");
        found.notes().forEach(notes::add);
        return root.toPrettyString() + System.lineSeparator();
    }

    private static ObjectNode offer(ObjectNode node, Offer offer) {
        return node.put("id", offer.id()).put("model", offer.model());
    }

    private static void remark(ArrayNode all, String code, String text, Map<String, String> figures) {
        ObjectNode node = all.addObject().put("code", code).put("text", text);
        if (!figures.isEmpty()) {
            ObjectNode shown = node.putObject("figures");
            figures.forEach(shown::put);
        }
    }

    private static void put(ObjectNode node, String name, @Nullable BigDecimal ratio) {
        if (ratio != null) {
            node.put(name, ratio.setScale(4, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString());
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
