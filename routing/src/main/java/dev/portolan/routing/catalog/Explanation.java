package dev.portolan.routing.catalog;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Equivalents as text for people. */
final class Explanation {

    private final Equivalents found;
    private final StringBuilder text = new StringBuilder();

    Explanation(Equivalents found) {
        this.found = found;
    }

    String text() {
        line(found.source().name() + (found.tier() == null ? "" : " (tier " + found.tier() + ")") + " on "
                + found.cloud() + ", " + found.day() + ", catalog " + found.catalogVersion());
        found.notes().forEach(note -> line("  " + note));
        line("");
        line(found.candidates().isEmpty() ? "No candidate." : "Candidates, the most alike first:");
        int place = 0;
        for (Candidate candidate : found.candidates()) {
            line("  " + ++place + ". " + candidate.model().name() + "  " + candidate.id()
                    + (candidate.scope() == null ? "" : "  [" + candidate.scope() + "]"));
            candidate.reasons().forEach(reason -> line("       + " + reason.text()));
            candidate.warnings().forEach(warning -> line("       ! " + warning.text()));
        }
        if (!found.nearest().isEmpty()) {
            line("");
            line("Nearest:");
            found.nearest()
                    .forEach(one ->
                            line("  " + one.model().name() + "  " + one.offer().id() + ": " + one.why()));
        }
        excluded();
        return text.toString();
    }

    private void excluded() {
        List<ExcludedOffer> close = new ArrayList<>();
        Map<Exclusion.Code, Integer> others = new EnumMap<>(Exclusion.Code.class);
        for (ExcludedOffer one : found.excluded()) {
            if (one.isFor(Exclusion.Code.OTHER_KIND)) {
                others.merge(Exclusion.Code.OTHER_KIND, 1, Integer::sum);
            } else if (one.isFor(Exclusion.Code.OTHER_TIER)) {
                others.merge(Exclusion.Code.OTHER_TIER, 1, Integer::sum);
            } else {
                close.add(one);
            }
        }
        if (!found.excluded().isEmpty()) {
            line("");
            line("Excluded:");
        }
        for (ExcludedOffer one : close) {
            line("  " + one.model().name() + "  " + one.offer().id() + ": "
                    + String.join(
                            "; ", one.exclusions().stream().map(Exclusion::text).toList()));
        }
        others.forEach((code, number) ->
                line("  " + number + " of another " + (code == Exclusion.Code.OTHER_KIND ? "kind" : "tier")));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
