package dev.portolan.routing.rollout.gonogo;

import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.stats.PairedOutcomes;
import dev.portolan.evidence.stats.Rate;
import dev.portolan.evidence.stats.Verdict;
import dev.portolan.routing.rollout.gonogo.ClosingAnswer.Finding;
import dev.portolan.routing.shadow.NoiseFloor;
import dev.portolan.routing.shadow.ShadowStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers the questions: each by what the evidence shows, and never better than that. */
final class Answers {

    private static final double ALPHA = 0.05;
    private static final double CONFIDENCE = 0.95;

    private final GoNoGo given;
    private final GoNoGoRules rules;
    private final Instant at;

    Answers(GoNoGo given, GoNoGoRules rules, Instant at) {
        this.given = given;
        this.rules = rules;
        this.at = at;
    }

    /** An answer that evidence gives, with sentences that lead to it. The worst word counts: NO before UNKNOWN before YES. */
    private static final class Draft {
        private final List<String> basis = new ArrayList<>();
        private Finding finding = Finding.YES;

        void yes(String sentence) {
            basis.add(sentence);
        }

        void unknown(String sentence) {
            basis.add(sentence);
            finding = finding == Finding.NO ? Finding.NO : Finding.UNKNOWN;
        }

        void no(String sentence) {
            basis.add(sentence);
            finding = Finding.NO;
        }
    }

    List<ClosingAnswer> all() {
        List<ClosingAnswer> all = new ArrayList<>();
        for (ClosingQuestion question : ClosingQuestion.values()) {
            Draft draft = new Draft();
            evidence(question, draft);
            statements(question, draft);
            all.add(new ClosingAnswer(question, draft.finding, draft.basis));
        }
        return all;
    }

    private void evidence(ClosingQuestion question, Draft draft) {
        switch (question) {
            case OUTPUT -> {
                parity(draft);
                shadow(draft);
            }
            case STRUCTURE -> metrics(rules.structureMetrics(), draft);
            case TOOLS -> metrics(rules.toolMetrics(), draft);
            case EVALUATIONS -> worseTarget(draft);
            case ROLLBACK -> drill(draft);
            case PERMISSIONS, LOGS ->
                draft.unknown("Nothing measures it; it takes a statement of somebody who looked.");
            case OWNER ->
                draft.unknown(
                        "It takes a statement of the owner, " + given.plan().owner() + ".");
        }
    }

    private void statements(ClosingQuestion question, Draft draft) {
        boolean vouched = false;
        for (Statement statement : given.statements()) {
            if (statement.question() != question) {
                continue;
            }
            String words = statement.actor() + " (" + statement.role() + ", " + statement.at() + ") says "
                    + (statement.holds() ? "yes: " : "no: ") + statement.text();
            if (!statement.holds()) {
                draft.no(words);
            } else if (tooOld(statement.at())) {
                draft.basis.add(words + " That does not count: it is " + age(statement.at()) + ".");
            } else if (question.evidenceOnly()) {
                draft.basis.add(words + " That does not make up for evidence.");
            } else if (question == ClosingQuestion.OWNER
                    && !statement.actor().equals(given.plan().owner())) {
                draft.basis.add(words + " That does not count: it is not the owner.");
            } else {
                draft.basis.add(words);
                vouched = true;
            }
        }
        if (vouched && draft.finding == Finding.UNKNOWN) {
            draft.finding = Finding.YES;
        }
    }

    private void parity(Draft draft) {
        ParityReport report = given.parity();
        if (report == null) {
            draft.unknown("There is no parity report.");
            return;
        }
        String found = "Parity of " + report.facts().target().name() + " with "
                + report.facts().source().name() + " on " + report.facts().examples() + " examples: " + report.verdict()
                + reason(report);
        switch (report.verdict()) {
            case PASS -> draft.yes(found);
            case FAIL -> draft.no(found);
            case INCONCLUSIVE, INVALID -> draft.unknown(found);
        }
        if (tooOld(report.facts().ended())) {
            draft.unknown("The parity report is " + age(report.facts().ended()) + ".");
        }
    }

    private static String reason(ParityReport report) {
        List<String> reasons = report.conclusion().reasons();
        return reasons.isEmpty() ? "." : ". " + reasons.get(0);
    }

    private void shadow(Draft draft) {
        ShadowStatistics shadow = given.shadow();
        if (shadow == null) {
            draft.unknown("There are no statistics of a shadow.");
            return;
        }
        if (shadow.aa()) {
            draft.unknown("The shadow compared " + shadow.sourceName() + " with itself.");
            return;
        }
        sameModels(shadow, draft);
        if (shadow.pairs() < rules.minShadowPairs()) {
            draft.unknown("The shadow compared " + shadow.pairs() + " pairs; it takes " + rules.minShadowPairs() + ".");
            return;
        }
        Instant until = shadow.until();
        if (until == null || tooOld(until)) {
            draft.unknown("The shadow is " + (until == null ? "without a time." : age(until) + "."));
        }
        Double dropped = shadow.droppedShare();
        if (dropped != null && dropped > rules.maxDropped()) {
            draft.unknown("The shadow dropped " + percent(dropped) + " of its sample, which is no random share.");
        }
        outcomes(shadow, draft);
        flags(shadow, draft);
    }

    private void sameModels(ShadowStatistics shadow, Draft draft) {
        ParityReport report = given.parity();
        if (report == null) {
            return;
        }
        String source = report.facts().source().name();
        String target = report.facts().target().name();
        if (!source.equals(shadow.sourceName()) || !target.equals(shadow.targetName())) {
            draft.unknown("The shadow compared " + shadow.sourceName() + " with " + shadow.targetName()
                    + ", the parity report " + source + " with " + target + ".");
        }
    }

    private static void outcomes(ShadowStatistics shadow, Draft draft) {
        PairedOutcomes outcomes = shadow.outcomes();
        if (outcomes == null) {
            draft.unknown("The shadow's outcomes cannot be compared.");
            return;
        }
        String counts = "of " + shadow.pairs() + " pairs " + outcomes.sourceOnly()
                + " were answered by the source alone, " + outcomes.targetOnly() + " by the target alone";
        if (outcomes.regressionP() < ALPHA) {
            draft.no("In the shadow the target fails where the source answers: " + counts + ".");
        } else {
            draft.yes("In the shadow " + counts + ".");
        }
    }

    private void flags(ShadowStatistics shadow, Draft draft) {
        NoiseFloor floor = shadow.noiseFloor();
        if (floor == null || floor.pairs() == 0) {
            draft.unknown("No A/A was measured, so nobody knows what the shadow flags though nothing changed.");
            return;
        }
        Rate flagged = rate(shadow.flagged(), shadow.pairs());
        Rate noise = rate(floor.flagged(), floor.pairs());
        String figures = percent(flagged.estimate()) + " of the pairs are flagged, and " + percent(noise.estimate())
                + " of " + floor.pairs() + " pairs of the source with itself";
        double lower = flagged.clopperPearson(CONFIDENCE).lower();
        double upper = noise.clopperPearson(CONFIDENCE).upper();
        if (lower > upper + rules.margin()) {
            draft.no("The shadow flags the target: " + figures + ".");
        } else {
            draft.yes("In the shadow " + figures + ".");
        }
    }

    private static Rate rate(long hits, long trials) {
        return new Rate(Math.toIntExact(hits), Math.toIntExact(trials));
    }

    private void metrics(Set<String> names, Draft draft) {
        ParityReport report = given.parity();
        List<MetricResult> found = report == null
                ? List.of()
                : report.metrics().stream()
                        .filter(metric -> names.contains(metric.metric()))
                        .toList();
        if (found.isEmpty()) {
            draft.unknown("No metric of a parity report tells; looked for " + String.join(", ", names) + ".");
            return;
        }
        for (MetricResult metric : found) {
            String sentence = metric.metric() + ": " + metric.verdict() + ", " + metric.newHardBreaks()
                    + " new hard breaks. " + metric.reason();
            if (metric.verdict() == Verdict.FAIL || metric.newHardBreaks() > 0) {
                draft.no(sentence);
            } else if (metric.verdict() == Verdict.PASS) {
                draft.yes(sentence);
            } else {
                draft.unknown(sentence);
            }
        }
        if (report != null && tooOld(report.facts().ended())) {
            draft.unknown("The parity report is " + age(report.facts().ended()) + ".");
        }
    }

    private void worseTarget(Draft draft) {
        ParityReport worse = given.worseTarget();
        ParityReport report = given.parity();
        if (worse == null) {
            draft.unknown("There is no report of a target that is known to be worse.");
            return;
        }
        String found = "A target that is known to be worse, "
                + worse.facts().target().name() + ", was judged " + worse.verdict() + ".";
        if (report == null || !worse.facts().datasetHash().equals(report.facts().datasetHash())) {
            draft.unknown(found + " That was on another dataset than the parity report.");
        } else if (tooOld(worse.facts().ended())) {
            draft.unknown(found + " That report is " + age(worse.facts().ended()) + ".");
        } else if (worse.verdict() == Verdict.FAIL) {
            draft.yes(found);
        } else if (worse.verdict() == Verdict.PASS) {
            draft.no(found);
        } else {
            draft.unknown(found);
        }
    }

    private void drill(Draft draft) {
        RollbackDrill drill = given.drill();
        if (drill == null) {
            draft.unknown("Nobody has tried to roll back.");
            return;
        }
        String seen = drill.actor() + " rolled back on " + drill.at() + ": the next call "
                + (drill.nextCallOnSource() ? "went to the source" : "did not go to the source")
                + ", other instances followed within "
                + drill.othersMillis() + " ms, the source " + (drill.recovered() ? "recovered" : "did not recover")
                + ". "
                + drill.note();
        if (!drill.passed()) {
            draft.no(seen);
        } else {
            draft.yes(seen);
        }
        if (!drill.planHash().equals(DecisionHashes.plan(given.plan()))) {
            draft.unknown("That was with another plan.");
        }
        if (tooOld(drill.at())) {
            draft.unknown("That is " + age(drill.at()) + ".");
        }
    }

    private boolean tooOld(Instant when) {
        return when.isAfter(at) || when.isBefore(at.minus(rules.maxAge()));
    }

    private String age(Instant when) {
        return when.isAfter(at)
                ? "from after this document (" + when + ")"
                : "of " + when + ", and more than " + days(rules.maxAge()) + " old";
    }

    private static String days(Duration age) {
        return age.toDays() > 0 ? age.toDays() + " days" : age.toMinutes() + " minutes";
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "an unknown share" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
