package dev.portolan.routing.catalog.generator;

import dev.portolan.routing.catalog.Behaviour;
import dev.portolan.routing.catalog.Behaviours;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Behaviours that no sentence of the facts has, but the records themselves or the guides to migrations that they were collected from. */
final class ToldBehaviours {

    /** Names of models, and what the guides say of them. */
    private record Strength(Predicate<String> models, String at) {}

    private static final List<Strength> STRENGTHS = List.of(
            strength("anthropic/claude-.*haiku.*", "reliability"),
            strength("anthropic/claude-.*haiku.*", "few-hallucinations"),
            strength("google/gemini-[\\d.]+-flash", "speed"),
            strength("google/gemini-[\\d.]+-flash", "long-context"),
            strength("meta/llama-4-scout", "open-weights"),
            strength("meta/llama-4-scout", "long-context"),
            strength("deepseek/deepseek-v3(\\.\\d|-0324)?", "reasoning-for-the-price"),
            strength("qwen/qwen3-(8b|14b)", "languages"),
            strength("qwen/qwen3-(8b|14b)", "mathematics"),
            strength("qwen/qwen3-(8b|14b)", "open-weights"),
            strength("anthropic/claude-sonnet-4.*", "code"),
            strength("meta/llama-4-maverick", "code"),
            strength("google/gemini-(2\\.5|3\\.1)-pro", "hard-reasoning"),
            strength("anthropic/claude-opus-4.*", "hard-reasoning"));

    private static final Predicate<String> FEW = matching("deepseek/deepseek-v3(\\.\\d|-0324)?");
    private static final Predicate<String> SINGLE = matching("google/gemini-.*");

    private ToldBehaviours() {}

    private static Strength strength(String models, String at) {
        return new Strength(matching(models), at);
    }

    private static Predicate<String> matching(String models) {
        return Pattern.compile(models).asMatchPredicate();
    }

    static List<Behaviour> of(String model, List<Fact> records) {
        List<Behaviour> told = new ArrayList<>();
        for (Strength strength : STRENGTHS) {
            if (strength.models.test(model)) {
                told.add(new Behaviour(
                        Behaviours.STRENGTH,
                        Map.of("at", strength.at),
                        "Named for its " + strength.at.replace('-', ' ') + " in guides to migrations"));
            }
        }
        if (SINGLE.test(model)) {
            told.add(new Behaviour(
                    Behaviours.SINGLE_CLOUD,
                    Map.of("vendor", "google"),
                    "Google alone has it, on Vertex AI and the Gemini API"));
        }
        if (FEW.test(model)) {
            TreeSet<String> clouds = new TreeSet<>();
            records.stream().filter(fact -> !fact.retired()).forEach(fact -> clouds.add(fact.cloud()));
            told.add(new Behaviour(
                    Behaviours.FEW_CLOUDS,
                    Map.of("clouds", String.join(",", clouds)),
                    clouds.isEmpty() ? "No cloud has it any more" : "Live on few clouds"));
        }
        return told;
    }

    static List<Behaviour> of(Fact fact) {
        List<Behaviour> told = new ArrayList<>();
        String served = fact.text("serves");
        if (served != null) {
            told.add(new Behaviour(
                    Behaviours.ANSWERED_BY, Map.of("model", served), "The vendor answers this name with " + served));
        }
        String dearer = fact.text("extended_access_from");
        if (dearer != null) {
            told.add(new Behaviour(
                    Behaviours.EXTENDED_ACCESS,
                    Map.of("from", dearer),
                    "From that day the cloud may charge more, until it ends"));
        }
        if (Boolean.TRUE.equals(fact.flag("id_unverified"))) {
            told.add(new Behaviour(
                    Behaviours.ID_UNVERIFIED, Map.of(), "No source shows this very id: try it before relying on it"));
        }
        List<String> outputs = new ArrayList<>(fact.texts("modalities_out"));
        outputs.retainAll(List.of("image", "audio", "video"));
        if (!outputs.isEmpty()) {
            told.add(new Behaviour(
                    Behaviours.OTHER_OUTPUT,
                    Map.of("media", String.join(",", outputs)),
                    "Answers with more than text"));
        }
        return told;
    }
}
