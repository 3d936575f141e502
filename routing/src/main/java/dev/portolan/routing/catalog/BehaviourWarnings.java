package dev.portolan.routing.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a candidate does otherwise than the source. What both do alike needs no warning. */
final class BehaviourWarnings {

    private final MatchSource source;

    BehaviourWarnings(MatchSource source) {
        this.source = source;
    }

    void add(Offer offer, CatalogModel model, List<MatchWarning> found) {
        List<String> refused = new ArrayList<>();
        for (Behaviour behaviour : Matching.behaviours(model, offer)) {
            String key = behaviour.key();
            if ((source.behaves(key) && !isOfPlace(key))
                    || (key.equals(Behaviours.REASONS_NEVER) && !sourceReasons())) {
                continue;
            }
            switch (key) {
                case Behaviours.REJECTS_TEMPERATURE, Behaviours.REJECTS_TOP_P, Behaviours.REJECTS_TOP_K ->
                    refused.add(key.substring("rejects.".length()));
                case Behaviours.REASONS_BY_DEFAULT -> reasoning(MatchWarning.Code.REASONS_BY_DEFAULT, behaviour, found);
                case Behaviours.REASONS_ALWAYS -> reasoning(MatchWarning.Code.REASONS_ALWAYS, behaviour, found);
                case Behaviours.TOOLS_MISSING -> once(MatchWarning.Code.TOOLS_MISSING, behaviour, found);
                case Behaviours.TOOLS_NOT_STREAMED -> once(MatchWarning.Code.TOOLS_NOT_STREAMED, behaviour, found);
                case Behaviours.TOOLS_NEED_RESPONSES -> once(MatchWarning.Code.TOOLS_NEED_RESPONSES, behaviour, found);
                case Behaviours.LONG_REQUESTS_DEARER -> once(MatchWarning.Code.LONG_REQUESTS_DEARER, behaviour, found);
                case Behaviours.COST_HOURS -> once(MatchWarning.Code.DEARER_AT_HOURS, behaviour, found);
                case Behaviours.QUANTISED -> once(MatchWarning.Code.QUANTISED, behaviour, found);
                case Behaviours.ID_UNVERIFIED -> once(MatchWarning.Code.ID_UNVERIFIED, behaviour, found);
                case Behaviours.STRENGTH -> {
                    // Speaks for it, and of nothing that could be compared.
                }
                default ->
                    found.add(new MatchWarning(
                            MatchWarning.Code.BEHAVIOUR, behaviour.text(), with(behaviour, "key", key)));
            }
        }
        if (!refused.isEmpty()) {
            String settings =
                    String.join(", ", refused.stream().sorted().distinct().toList());
            found.add(new MatchWarning(
                    MatchWarning.Code.SAMPLING_REJECTED, "fails on " + settings, Map.of("settings", settings)));
        }
    }

    private boolean sourceReasons() {
        return Boolean.TRUE.equals(source.model().reasoning());
    }

    /** Said of a place and not of the weights, it has to be known even where the source is no better. */
    private static boolean isOfPlace(String key) {
        return key.equals(Behaviours.TOOLS_MISSING)
                || key.equals(Behaviours.TOOLS_NOT_STREAMED)
                || key.equals(Behaviours.ID_UNVERIFIED);
    }

    private static void reasoning(MatchWarning.Code code, Behaviour behaviour, List<MatchWarning> found) {
        String multiplier =
                EffortMultiplier.of(behaviour.parameters().get("effort")).toPlainString();
        found.add(new MatchWarning(
                code,
                behaviour.text() + "; assumed to make the output " + multiplier + " times as long",
                with(behaviour, "multiplier", multiplier)));
    }

    private static void once(MatchWarning.Code code, Behaviour behaviour, List<MatchWarning> found) {
        if (found.stream().noneMatch(warning -> warning.code() == code)) {
            found.add(new MatchWarning(code, behaviour.text(), behaviour.parameters()));
        }
    }

    private static Map<String, String> with(Behaviour behaviour, String key, String value) {
        Map<String, String> figures = new java.util.TreeMap<>(behaviour.parameters());
        figures.put(key, value);
        return figures;
    }
}
