package dev.portolan.config.internal;

import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.ModelProvider;
import dev.portolan.spi.ModelResolver;
import dev.portolan.spi.RouterProvider;
import dev.portolan.spi.SettingSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks the models: {@code portolan.models.<name>.*}. */
final class Models {

    private final Extensions extensions;
    private final Vocabulary vocabulary;
    private final Connections connections;
    private final Values values;
    private final Problems problems;
    private final ModelResolver.Surroundings surroundings;
    private final Map<String, Plan.Model> good = new TreeMap<>();

    Models(
            Extensions extensions,
            Vocabulary vocabulary,
            Connections connections,
            Values values,
            Problems problems,
            ModelResolver.Surroundings surroundings) {
        this.extensions = extensions;
        this.vocabulary = vocabulary;
        this.connections = connections;
        this.values = values;
        this.problems = problems;
        this.surroundings = surroundings;
    }

    Map<String, Plan.Model> check(Map<String, Map<String, Entry>> models) {
        models.forEach(this::check);
        return good;
    }

    private void check(String name, Map<String, Entry> entries) {
        Entry provider = entries.get("provider");
        Entry first = entries.values().stream()
                .min(Comparator.comparingInt(entry -> entry.origin().layer()))
                .orElseThrow();
        Origin missingAt = provider == null ? first.origin() : provider.origin();
        Scope scope = new Scope(Keys.MODELS + name + ".", entries, values, problems, missingAt);
        scope.know("provider");
        String target = target(name, provider, missingAt);
        RouterProvider router = target == null ? null : extensions.routers().get(target);
        List<Plan.Decoration> decorations = decorations(scope, router != null);
        ModelProvider vendor = target == null || router != null ? null : connections.providerOf(target);
        if (router != null) {
            routed(name, router, scope, decorations);
        } else {
            CheckedSettings neutral = scope.read("", NeutralSettings.SPECS);
            boolean inRange = neutral != null && inRange(entries, neutral);
            if (vendor != null && target != null && provider != null) {
                direct(name, target, vendor, provider, scope, neutral, entries, decorations, inRange);
            } else if (target != null && !connections.named(target) && provider != null) {
                problems.add(
                        provider,
                        provider.shown() + " is no connection, and the id of no provider or router at hand "
                                + connections.names() + "; add its module, or give the connection a type",
                        Nearest.of(target, connections.names()));
            }
        }
        String user = router != null ? router.id() : vendor != null ? vendor.id() : null;
        scope.unknown().forEach(unknown -> unknown(name, unknown.getKey(), unknown.getValue(), user, scope));
    }

    private @Nullable String target(String name, @Nullable Entry provider, Origin missingAt) {
        String key = Keys.MODELS + name + ".provider";
        String target = "";
        if (provider != null) {
            try {
                target = values.expand(provider.text());
            } catch (BadValue e) {
                problems.add(provider, e);
                return null;
            }
        }
        if (target.isEmpty()) {
            problems.add(
                    missingAt,
                    key,
                    "is missing: which connection, provider or router stands behind the model; one of "
                            + connections.names(),
                    null);
            return null;
        }
        return target;
    }

    /**
     * Decorators outermost first; one whose settings are wrong is reported and left out, and the load fails. Around a router
     * stand only those that the configuration names, or that ask for it: its targets have their own, and a retry that nobody asked for would use
     * up the attempts that a fallback needs.
     */
    private List<Plan.Decoration> decorations(Scope scope, boolean aroundRouter) {
        List<Plan.Decoration> decorations = new ArrayList<>();
        for (DecoratorProvider decorator : extensions.decorators()) {
            CheckedSettings settings = scope.read(decorator.id(), decorator.settings());
            if (settings != null && (!aroundRouter || decorator.aroundRouters() || scope.gives(decorator.id()))) {
                decorations.add(new Plan.Decoration(decorator, settings));
            }
        }
        return List.copyOf(decorations);
    }

    private void routed(String name, RouterProvider router, Scope scope, List<Plan.Decoration> decorations) {
        CheckedSettings settings = scope.read("", router.settings());
        if (settings == null) {
            return;
        }
        try {
            List<String> targets = List.copyOf(router.targets(settings));
            good.put(name, new Plan.Routed(name, router, settings, targets, decorations));
        } catch (IllegalArgumentException e) {
            scope.problem(router.id() + " cannot be set up: " + e.getMessage());
        }
    }

    private boolean inRange(Map<String, Entry> entries, CheckedSettings neutral) {
        boolean good = true;
        for (SettingSpec spec : NeutralSettings.SPECS) {
            String why = NeutralSettings.rangeProblem(spec.name(), neutral);
            Entry entry = entries.get(spec.name());
            if (why != null && entry != null) {
                problems.add(entry, why);
                good = false;
            }
        }
        return good;
    }

    private void direct(
            String name,
            String connectionName,
            ModelProvider vendor,
            Entry provider,
            Scope scope,
            @Nullable CheckedSettings neutral,
            Map<String, Entry> entries,
            List<Plan.Decoration> decorations,
            boolean inRange) {
        CheckedSettings own = scope.read("", vendor.modelSettings());
        Plan.Connection connection = connections.connection(connectionName, vendor, provider);
        Entry chosen = chosen(name, entries, provider.origin());
        if (neutral == null || chosen == null) {
            return;
        }
        String how = chosen.key().substring(chosen.key().lastIndexOf('.') + 1);
        String model = how.equals("model")
                ? wanted(chosen, how, neutral)
                : found(name, vendor, connection, chosen, how, neutral, residency(decorations));
        if (model != null && own != null && connection != null && inRange) {
            good.put(
                    name,
                    new Plan.Direct(
                            name, connection, NeutralSettings.toModelSettings(name, model, neutral, own), decorations));
        }
    }

    /** Which of model, like and tier is in force: the one in the highest source, where there must be no other. */
    private @Nullable Entry chosen(String name, Map<String, Entry> entries, Origin missingAt) {
        List<Entry> given = NeutralSettings.CHOOSING.stream()
                .map(entries::get)
                .filter(entry -> entry != null && !entry.text().blank())
                .toList();
        int highest =
                given.stream().mapToInt(entry -> entry.origin().layer()).max().orElse(-1);
        List<Entry> candidates = given.stream()
                .filter(entry -> entry.origin().layer() == highest)
                .toList();
        if (candidates.isEmpty()) {
            problems.add(
                    missingAt,
                    Keys.MODELS + name + ".model",
                    "is missing: the model as the provider names it (or like=, or tier=)",
                    null);
            return null;
        }
        if (candidates.size() > 1) {
            candidates.forEach(entry -> problems.add(entry, "only one of model, like and tier can be given"));
            return null;
        }
        return candidates.get(0);
    }

    private @Nullable String wanted(Entry chosen, String how, CheckedSettings neutral) {
        String wanted = neutral.string(how);
        if (wanted == null) {
            problems.add(chosen, "is empty");
        }
        return wanted;
    }

    /** The zones that the decorator of that id holds the model to, where it is at hand. */
    private static List<String> residency(List<Plan.Decoration> decorations) {
        for (Plan.Decoration decoration : decorations) {
            if (decoration.provider().id().equals("residency")
                    && decoration.provider().position() == DecoratorProvider.Position.RESIDENCY) {
                return decoration.settings().list("");
            }
        }
        return List.of();
    }

    private @Nullable String found(
            String name,
            ModelProvider vendor,
            Plan.@Nullable Connection connection,
            Entry chosen,
            String how,
            CheckedSettings neutral,
            List<String> residency) {
        String wanted = wanted(chosen, how, neutral);
        if (wanted == null) {
            return null;
        }
        if (extensions.resolvers().isEmpty()) {
            problems.add(
                    chosen, "needs a catalog of models to look in; add the module portolan-routing, or give model=");
            return null;
        }
        ModelResolver.Query query = new ModelResolver.Query(
                vendor.id(),
                how.equals("like") ? wanted : null,
                how.equals("tier") ? wanted : null,
                name,
                connection == null
                        ? null
                        : Generation.shown(connection.settings()).get("base-url"),
                surroundings,
                residency);
        try {
            for (ModelResolver resolver : extensions.resolvers()) {
                String model = resolver.resolve(query);
                if (model != null) {
                    return model;
                }
            }
        } catch (IllegalArgumentException e) {
            problems.add(chosen, "cannot be answered: " + e.getMessage());
            return null;
        }
        problems.add(
                chosen,
                "no model of the provider \"" + vendor.id() + "\" is known for " + chosen.shown() + "; give model=");
        return null;
    }

    private void unknown(String name, String setting, Entry entry, @Nullable String user, Scope scope) {
        String owner = vocabulary.ownerOfModelSetting(setting);
        if (owner != null && (user == null || entry.text().blank())) {
            return; // an overlay takes back what another provider needs, or nobody can tell yet whose it is
        }
        if (vocabulary.secret(setting)) {
            problems.add(
                    entry, "is a secret in the wrong place; it belongs to portolan.providers.<connection>." + setting);
        } else if (vocabulary.connections().contains(setting)) {
            problems.add(
                    entry, "is a setting of connections; it belongs to portolan.providers.<connection>." + setting);
        } else if (owner != null) {
            problems.add(
                    entry,
                    "\"" + user + "\" stands behind \"" + name + "\" and has no such setting"
                            + (owner.isEmpty() ? "" : "; it is one of \"" + owner + "\""));
        } else {
            problems.add(
                    entry,
                    "there is no such setting",
                    Connections.nearest(Keys.MODELS + name + ".", setting, scope.names()));
        }
    }
}
