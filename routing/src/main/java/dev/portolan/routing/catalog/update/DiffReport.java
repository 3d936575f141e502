package dev.portolan.routing.catalog.update;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.update.CatalogChange.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what differs between two catalogs. */
final class DiffReport {

    private DiffReport() {}

    static String text(CatalogDiff diff) {
        StringBuilder text = new StringBuilder();
        text.append("Catalog ").append(named(diff.before())).append(" -> ").append(named(diff.after()));
        text.append('\n');
        if (diff.isEmpty()) {
            return text.append("Nothing changed.\n").toString();
        }
        for (Kind kind : Kind.values()) {
            List<CatalogChange> changes = diff.changes(kind);
            if (!changes.isEmpty()) {
                text.append('\n').append(heading(kind)).append(" (").append(changes.size());
                text.append(")\n");
                changes.forEach(change -> text.append("  ").append(change).append('\n'));
            }
        }
        return text.toString();
    }

    static String markdown(CatalogDiff diff) {
        StringBuilder text = new StringBuilder();
        text.append("# Catalog ").append(named(diff.before())).append(" to ").append(named(diff.after()));
        text.append("\n");
        if (diff.isEmpty()) {
            return text.append("\nNothing changed.\n").toString();
        }
        for (Kind kind : Kind.values()) {
            List<CatalogChange> changes = diff.changes(kind);
            if (!changes.isEmpty()) {
                text.append("\n## ").append(heading(kind)).append("\n\n");
                table(text, kind, changes);
            }
        }
        return text.toString();
    }

    private static void table(StringBuilder text, Kind kind, List<CatalogChange> changes) {
        if (kind.compareTo(Kind.OFFER_REMOVED) <= 0) {
            for (CatalogChange change : changes) {
                text.append("- ").append(cell(change.toString())).append('\n');
            }
            return;
        }
        text.append("| entry | what | before | after | change |\n|---|---|---|---|---|\n");
        for (CatalogChange change : changes) {
            text.append("| ").append(cell(change.entry())).append(" | ").append(cell(change.what()));
            text.append(" | ").append(cell(change.from())).append(" | ").append(cell(change.to()));
            text.append(" | ").append(change.percent() == null ? "" : CatalogChange.signed(change.percent()));
            text.append(" |\n");
        }
    }

    static String json(CatalogDiff diff) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        state(root.putObject("before"), diff.before());
        state(root.putObject("after"), diff.after());
        ArrayNode changes = root.putArray("changes");
        for (CatalogChange change : diff.changes()) {
            ObjectNode node = changes.addObject();
            node.put("kind", change.kind().id()).put("entry", change.entry());
            if (!change.what().isEmpty()) {
                node.put("what", change.what());
            }
            if (change.from() != null) {
                node.put("from", change.from());
            }
            if (change.to() != null) {
                node.put("to", change.to());
            }
            if (change.percent() != null) {
                node.put("percent", change.percent());
            }
        }
        return root.toPrettyString() + "\n";
    }

    private static void state(ObjectNode node, ModelCatalog catalog) {
        node.put("version", catalog.version()).put("asOf", catalog.asOf().toString());
    }

    private static String named(ModelCatalog catalog) {
        return catalog.version() + " (" + catalog.asOf() + ")";
    }

    private static String heading(Kind kind) {
        return switch (kind) {
            case MODEL_ADDED -> "Models added";
            case MODEL_REMOVED -> "Models removed";
            case OFFER_ADDED -> "Offers added";
            case OFFER_REMOVED -> "Offers removed";
            case LIFECYCLE -> "Ends and states";
            case PRICE -> "Prices";
            case LIMIT -> "Limits";
            case CAPABILITY -> "Capabilities";
            case SCOPE -> "Places";
            case OTHER -> "Other facts";
        };
    }

    private static String cell(@Nullable String value) {
        return value == null
                ? "unknown"
                : value.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ");
    }
}
