package dev.portolan.testkit.parity;

import dev.portolan.chat.ChatRequest;
import dev.portolan.error.Cancelled;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.check.Answer;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.Measure;
import dev.portolan.evidence.check.Observation;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.Trial;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From answers to trials. Thread-safe if the checks are. */
final class Scoring {

    private final List<Check> checks;
    private final List<Measure> measures = new ArrayList<>();
    private final RunStop stop;

    Scoring(List<Check> checks, @Nullable Measure cost, RunStop stop) {
        this.checks = checks;
        this.stop = stop;
        measures.add(Measure.LATENCY);
        measures.add(Measure.FIRST_TOKEN_LATENCY);
        measures.add(Measure.INPUT_TOKENS);
        measures.add(Measure.OUTPUT_TOKENS);
        if (cost != null) {
            measures.add(cost);
        }
    }

    /** A trial; null when the run was cancelled while a check waited for its judge. */
    @Nullable
    Trial trial(Example example, ChatRequest request, CallResult result, int repeat, @Nullable Answer reference) {
        Answer answer = result.answer();
        LlmException error = result.error();
        ScoreCard scores = Trial.UNSCORED;
        Map<String, BigDecimal> figures = Map.of();
        if (answer != null) {
            Observation seen = Observation.builder(request, answer)
                    .expectations(example.expectations())
                    .tags(example.tags())
                    .reference(reference)
                    .replayed(result.replayed())
                    .build();
            List<ScoreCard.Entry> entries = new ArrayList<>();
            for (Check check : checks) {
                Score score = score(check, seen);
                if (score == null) {
                    return null;
                }
                entries.add(new ScoreCard.Entry(check.name(), check.weight(), score));
            }
            scores = new ScoreCard(entries);
            figures = figures(seen);
        }
        return new Trial(
                repeat,
                result.outcome(),
                result.response(),
                error == null ? null : error.kind(),
                error == null ? null : error.getMessage(),
                scores,
                figures,
                result.replayed());
    }

    /** What a check throws tells nothing of the answer. */
    private @Nullable Score score(Check check, Observation seen) {
        try {
            return check.score(seen);
        } catch (Cancelled e) {
            return stop.aborted().isCancelled() ? null : Score.missing("the check's own call was cancelled");
        } catch (LlmException e) {
            return Score.missing("the check's own call failed: " + e.kind().id());
        } catch (RuntimeException e) {
            return Score.missing("the check threw " + e.getClass().getName());
        }
    }

    private Map<String, BigDecimal> figures(Observation seen) {
        Map<String, BigDecimal> figures = new LinkedHashMap<>();
        for (Measure measure : measures) {
            BigDecimal figure = measure.of(seen);
            if (figure != null) {
                figures.put(measure.name(), figure);
            }
        }
        return figures;
    }
}
