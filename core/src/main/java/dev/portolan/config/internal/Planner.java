package dev.portolan.config.internal;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads all sources, checks everything, and makes a plan or throws all mistakes at once. */
final class Planner {

    /**
     * A plan, and what tells that its sources have changed.
     *
     * @param plan the plan
     * @param files where the sources are
     * @param fingerprint of the files as they were just before they were read
     */
    record Planned(Plan plan, Places files, String fingerprint) {}

    private Planner() {}

    /**
     * Plans.
     *
     * @param last what is in force, or {@code null} at the first load
     */
    static Planned plan(Inputs inputs, Extensions extensions, @Nullable Planned last, Problems problems) {
        Sources sources = new Sources(
                inputs, extensions, last == null ? Set.of() : last.files().filled(), problems);
        String fingerprint = sources.files().fingerprint();
        Vocabulary vocabulary = new Vocabulary(extensions);
        Map<String, Entry> entries = sources.read(vocabulary);
        Values values = new Values(sources.placeholders(), extensions.secretSources());
        Connections connections =
                new Connections(extensions, values, problems, Keys.group(entries, Keys.PROVIDERS, problems));
        Map<String, Map<String, Entry>> groups = Keys.group(entries, Keys.MODELS, problems);
        Map<String, Plan.Model> models = new Models(
                        extensions,
                        vocabulary,
                        connections,
                        values,
                        problems,
                        sources.files().surroundings())
                .check(groups);
        Set<String> names = new TreeSet<>(inputs.chatModels().keySet());
        names.addAll(groups.keySet());
        handMade(inputs, groups, problems);
        new Routes(models, names, groups, problems).check();
        problems.throwIfAny();
        return new Planned(new Plan(models), sources.files(), fingerprint);
    }

    private static void handMade(Inputs inputs, Map<String, Map<String, Entry>> groups, Problems problems) {
        Set<String> names = new TreeSet<>(inputs.chatModels().keySet());
        names.addAll(inputs.embeddingModels().keySet());
        for (String name : names) {
            Map<String, Entry> configured = groups.get(name);
            if (configured != null) {
                problems.add(
                        configured.values().iterator().next(),
                        "a model made in code stands behind \"" + name + "\" already; rename one of the two");
            }
        }
    }
}
