package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatModel;
import dev.portolan.error.Cancelled;
import dev.portolan.error.LlmException;
import dev.portolan.schema.JsonSchema;

/**
 * A model judges by a rubric, on a scale of whole numbers: {@code (grade - worst) / (best - worst)}. It sees the request, the
 * answer, the expected text and the sources where the example has them, not who answered. A judge that fails, is cut off, or gives no
 * grade of the scale yields a missing score, never a number.
 *
 * <p>Judges err: measure them against themselves ({@link SelfAgreement}) and against people before a verdict rests on them. The
 * judge should be another model than those compared. Thread-safe if the model is.
 *
 * @see <a href="https://arxiv.org/abs/2306.05685">Zheng et al. 2023, Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena</a>
 */
public final class JudgeCheck implements Check {

    private final JudgeCall judge;
    private final String rubric;
    private final int worst;
    private final int best;

    private JudgeCheck(JudgeCall judge, String rubric, int worst, int best) {
        this.judge = judge;
        this.rubric = rubric;
        this.worst = worst;
        this.best = best;
    }

    /**
     * A judge with the scale 1 to 5.
     *
     * @param model who judges
     * @param rubric what makes an answer good, best with words for each grade
     * @return the check {@code judge}
     */
    public static JudgeCheck of(ChatModel model, String rubric) {
        if (rubric.isBlank()) {
            throw new IllegalArgumentException("rubric: must not be blank");
        }
        return new JudgeCheck(new JudgeCall(model), rubric, 1, 5);
    }

    /**
     * Sets the scale. One of 0 and 1 asks for pass or fail.
     *
     * @param lowest the worst grade
     * @param highest the best grade, above the worst
     * @return a check with that scale
     */
    public JudgeCheck scale(int lowest, int highest) {
        if (lowest >= highest) {
            throw new IllegalArgumentException("scale: the best grade must be above the worst");
        }
        return new JudgeCheck(judge, rubric, lowest, highest);
    }

    @Override
    public String name() {
        return "judge";
    }

    @Override
    public Score score(Observation observation) {
        if (observation.answer().response() == null) {
            return Score.of(false, "the vendor blocked the prompt, there is no answer to judge");
        }
        ObjectNode material = JudgeCall.material(observation.request());
        material.set("answer", JudgeCall.answer(observation.answer()));
        String expected = observation.expectations().text();
        if (expected != null) {
            material.put("goodAnswer", expected);
        }
        JudgeCall.sources(material, observation.expectations().sources());
        try {
            JsonNode verdict = judge.ask(task(), material, schema());
            int grade = verdict.get("grade").intValue();
            return Score.of(
                    (double) (grade - worst) / ((double) best - worst),
                    "grade " + grade + ": " + verdict.get("reason").textValue());
        } catch (Cancelled e) {
            throw e;
        } catch (LlmException e) {
            return Score.missing("the judge failed: " + e.kind().id());
        }
    }

    private String task() {
        return "Grade the answer to the request by this rubric, from " + worst + " (worst) to " + best
                + " (best). Where a good answer is given, it shows what is right; other words are as good. Where sources are given, "
                + "the answer must rest on them.\n\nRubric:\n" + rubric;
    }

    private JsonSchema schema() {
        return JsonSchema.of(
                "{\"type\":\"object\",\"properties\":{\"reason\":{\"type\":\"string\"},\"grade\":{\"type\":\"integer\","
                        + "\"minimum\":" + worst + ",\"maximum\":" + best
                        + "}},\"required\":[\"reason\",\"grade\"],\"additionalProperties\":false}");
    }
}
