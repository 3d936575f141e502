package dev.portolan.cli;

import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.plan.MigrationPlanner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A cloud, a name on it, and what the catalog knows of that. */
record NamedModel(
        Cloud cloud, @Nullable String name, @Nullable IdMatch match) {

    static NamedModel parse(
            CommandSpec spec, String option, String text, ModelCatalog catalog, @Nullable String baseModel) {
        int slash = text.indexOf('/');
        try {
            Cloud cloud = Cloud.of(slash < 0 ? text : text.substring(0, slash));
            String name = slash < 0 || slash == text.length() - 1 ? null : text.substring(slash + 1);
            return new NamedModel(cloud, name, name == null ? null : catalog.identify(cloud, name, baseModel));
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
