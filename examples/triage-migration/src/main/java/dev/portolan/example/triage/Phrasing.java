package dev.portolan.example.triage;

import dev.portolan.evidence.dataset.Example;
import java.util.List;
import java.util.Map;

/** The same thing in other words: no model says it twice alike. Both simulated models vary by the same rule. */
final class Phrasing {

    private static final Map<String, List<String>> CLOSINGS = Map.of(
            "en", List.of("", " Anything else?", " Do ask if that leaves a question."),
            "de", List.of("", " Haben Sie noch Fragen?", " Melden Sie sich gern wieder."),
            "fr", List.of("", " Une autre question ?", " Bonne randonnée !"),
            "es", List.of("", " ¿Algo más?", " ¡Buen camino!"),
            "ja", List.of("", " ほかにご質問はありますか。", " よい山旅を。"),
            "ar", List.of("", " هل لديك سؤال آخر؟", " رحلة سعيدة!"));

    private static final List<String> OPENINGS = List.of("", "In short: ", "Ticket: ");

    private Phrasing() {}

    /** What a map has for the language of an example; what English has when it has nothing. */
    static <T> T in(Example example, Map<String, T> byLanguage) {
        T english = java.util.Objects.requireNonNull(byLanguage.get("en"), "English");
        for (String tag : example.tags()) {
            if (tag.startsWith("lang:")) {
                return byLanguage.getOrDefault(tag.substring("lang:".length()), english);
            }
        }
        return english;
    }

    static String answer(Example example, String text, int draw) {
        return text + pick(in(example, CLOSINGS), draw);
    }

    static String summary(String text, int draw) {
        return pick(OPENINGS, draw) + text;
    }

    private static String pick(List<String> variants, int draw) {
        return variants.get(Math.floorMod(draw, variants.size()));
    }
}
