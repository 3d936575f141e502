package dev.portolan.spi;

import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.OutputMode;
import dev.portolan.schema.CompiledSchema;
import dev.portolan.schema.SchemaLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells losses of schemas as gaps of a request: one for each thing that is lost, with the places where it stood. */
final class SchemaGaps {

    private static final int MOST_PLACES = 3;

    private SchemaGaps() {}

    private record Kind(String rule, SchemaLoss.Effect effect, String text) {}

    static List<Gap> of(ModelInfo info, String field, CompiledSchema schema) {
        if (schema.losses().isEmpty()) {
            return List.of();
        }
        Map<Kind, List<String>> places = new LinkedHashMap<>();
        for (SchemaLoss loss : schema.losses()) {
            places.computeIfAbsent(new Kind(loss.rule(), loss.effect(), loss.text()), kind -> new ArrayList<>())
                    .add(loss.place().isEmpty() ? "its root" : loss.place());
        }
        List<Gap> gaps = new ArrayList<>();
        places.forEach((kind, at) -> gaps.add(new Gap(
                field,
                kind.effect() == SchemaLoss.Effect.REFUSED ? Gap.Effect.REFUSED : Gap.Effect.REWRITTEN,
                name(info) + " " + kind.rule() + ": " + kind.text() + " (at " + listed(at) + ")")));
        return gaps;
    }

    private static String listed(List<String> places) {
        int more = places.size() - MOST_PLACES;
        return String.join(", ", places.subList(0, Math.min(places.size(), MOST_PLACES)))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** Tells of a mode that is not the vendor's own, or not the strict one, because of what the schema says. */
    static List<Gap> ofFallback(ModelInfo info, OutputFormat.Schema format, OutputMode mode, List<Gap> speaksAgainst) {
        boolean own = mode == OutputMode.NATIVE_STRICT || mode == OutputMode.NATIVE_LOOSE;
        String why = speaksAgainst.stream()
                .filter(gap -> gap.effect() == Gap.Effect.REFUSED)
                .map(gap -> gap.message().replaceFirst("^" + Pattern.quote(name(info)) + " ", ""))
                .collect(Collectors.joining("; "));
        if (format.mode() != null || (own && why.isEmpty())) {
            return List.of();
        }
        String word = mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return List.of(new Gap(
                "outputFormat",
                own ? Gap.Effect.REWRITTEN : Gap.Effect.EMULATED,
                name(info) + " is asked for the answer by the mode " + word
                        + (why.isEmpty() ? ", since it takes no schemas for answers" : ": " + why)));
    }

    static String name(ModelInfo info) {
        return info.provider() + "/" + info.model();
    }
}
