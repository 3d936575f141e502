package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatModel;
import dev.portolan.error.Cancelled;
import dev.portolan.error.LlmException;
import dev.portolan.schema.JsonSchema;
import java.util.Objects;

/**
 * A model says which of two answers is better, asked twice with their order swapped; where the two verdicts disagree it is a tie,
 * since the judge then followed the place and not the answer. As a check it holds the answer against the reference: 1 when the
 * answer is better, 0.5 for a tie, 0 when the reference is. One verdict that fails makes the score missing. Thread-safe if the model
 * is.
 *
 * @see <a href="https://arxiv.org/abs/2305.17926">Wang et al. 2023, Large Language Models are not Fair Evaluators</a>
 */
public final class PairwiseJudge implements Check {

    /** Which answer a judge prefers. */
    public enum Preference {
        /** The first. */
        FIRST,
        /** The second. */
        SECOND,
        /** Neither. */
        TIE
    }

    /**
     * What the judge said of two answers.
     *
     * @param inOrder with the first answer shown first
     * @param swapped with the second answer shown first; still in terms of the answers, not of their places
     * @param reason the judge's words on both
     */
    public record Verdict(Preference inOrder, Preference swapped, String reason) {

        /**
         * Checks the components.
         *
         * @param inOrder as above
         * @param swapped as above
         * @param reason as above
         */
        public Verdict {
            Objects.requireNonNull(inOrder, "inOrder");
            Objects.requireNonNull(swapped, "swapped");
            Objects.requireNonNull(reason, "reason");
        }

        /**
         * The better answer.
         *
         * @return a tie when the two verdicts disagree
         */
        public Preference preference() {
            return consistent() ? inOrder : Preference.TIE;
        }

        /**
         * Whether both orders led to the same verdict. The share of inconsistent verdicts shows how much the judge follows places.
         *
         * @return true when they did
         */
        public boolean consistent() {
            return inOrder == swapped;
        }

        @Override
        public String toString() {
            return "Verdict[" + inOrder + ", " + swapped + "]";
        }
    }

    private static final JsonSchema VERDICT = JsonSchema.of("""
            {"type":"object","properties":{"reason":{"type":"string"},\
            "better":{"type":"string","enum":["A","B","tie"]}},\
            "required":["reason","better"],"additionalProperties":false}""");

    private final JudgeCall judge;
    private final String rubric;

    private PairwiseJudge(JudgeCall judge, String rubric) {
        this.judge = judge;
        this.rubric = rubric;
    }

    /**
     * A judge.
     *
     * @param model who judges
     * @param rubric what makes one answer better than another
     * @return the check {@code better-than-reference}
     */
    public static PairwiseJudge of(ChatModel model, String rubric) {
        if (rubric.isBlank()) {
            throw new IllegalArgumentException("rubric: must not be blank");
        }
        return new PairwiseJudge(new JudgeCall(model), rubric);
    }

    @Override
    public String name() {
        return "better-than-reference";
    }

    @Override
    public Score score(Observation observation) {
        Answer reference = observation.reference();
        if (reference == null) {
            return Score.notApplicable("there is no reference answer");
        }
        try {
            Verdict verdict = compare(observation, observation.answer(), reference);
            double score = switch (verdict.preference()) {
                case FIRST -> 1;
                case SECOND -> 0;
                case TIE -> 0.5;
            };
            return Score.of(
                    score, (verdict.consistent() ? "" : "the judge follows the order, a tie: ") + verdict.reason());
        } catch (Cancelled e) {
            throw e;
        } catch (LlmException e) {
            return Score.missing("the judge failed: " + e.kind().id());
        }
    }

    /**
     * Asks which of two answers is better, in both orders.
     *
     * @param observation what was asked, and what is expected
     * @param first one answer
     * @param second the other
     * @return the verdict
     * @throws LlmException when the judge fails in either order
     */
    public Verdict compare(Observation observation, Answer first, Answer second) {
        JsonNode inOrder = ask(observation, first, second);
        JsonNode swapped = ask(observation, second, first);
        return new Verdict(
                preference(inOrder, Preference.FIRST, Preference.SECOND),
                preference(swapped, Preference.SECOND, Preference.FIRST),
                inOrder.get("reason").textValue() + " / "
                        + swapped.get("reason").textValue());
    }

    private static Preference preference(JsonNode verdict, Preference ifA, Preference ifB) {
        return switch (verdict.get("better").textValue()) {
            case "A" -> ifA;
            case "B" -> ifB;
            default -> Preference.TIE;
        };
    }

    private JsonNode ask(Observation observation, Answer a, Answer b) {
        ObjectNode material = JudgeCall.material(observation.request());
        material.set("answerA", JudgeCall.answer(a));
        material.set("answerB", JudgeCall.answer(b));
        String expected = observation.expectations().text();
        if (expected != null) {
            material.put("goodAnswer", expected);
        }
        JudgeCall.sources(material, observation.expectations().sources());
        return judge.ask(
                "Tell which of the two answers to the request is better by this rubric; \"tie\" when neither is. Their order means "
                        + "nothing.\n\nRubric:\n" + rubric,
                material,
                VERDICT);
    }
}
