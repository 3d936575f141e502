package dev.portolan.testkit.assertj;

import dev.portolan.chat.ChatResponse;
import dev.portolan.evidence.check.Answer;
import dev.portolan.evidence.check.Observation;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.ToolCallCheck;
import dev.portolan.evidence.check.ValueMatch;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.Side;
import dev.portolan.evidence.parity.Trial;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractAssert;

/** Assertions of what both models made of one example. Messages begin with its id. */
public final class PairResultAssert extends AbstractAssert<PairResultAssert, PairResult> {

    PairResultAssert(PairResult actual) {
        super(actual, PairResultAssert.class);
    }

    /**
     * The target has no hard break, or the source has one too.
     *
     * @return this
     */
    public PairResultAssert hasNoNewHardBreak() {
        isNotNull();
        if (actual.hardBreak(Side.TARGET) && !actual.hardBreak(Side.SOURCE)) {
            failWithMessage("%s: the target has a hard break where the source has none", id());
        }
        return this;
    }

    /**
     * The target is not below 0.95 of the source's score on any metric.
     *
     * @return this
     */
    public PairResultAssert hasNotRegressed() {
        isNotNull();
        Set<String> metrics = actual.regressions();
        if (!metrics.isEmpty()) {
            failWithMessage("%s: the target regressed on %s", id(), String.join(", ", metrics));
        }
        return this;
    }

    /**
     * The target's mean score on a metric reaches a mark.
     *
     * @param metric the check's name
     * @param mark from 0 to 1
     * @return this
     */
    public PairResultAssert scoresAtLeast(String metric, double mark) {
        isNotNull();
        Double score = actual.score(Side.TARGET, metric);
        if (score == null || score < mark) {
            failWithMessage(
                    "%s: expected the target to score at least %s on %s, but it %s",
                    id(), mark, metric, score == null ? "has no score" : "scored " + score);
        }
        return this;
    }

    /**
     * Begins to assert that the target called the tools that the source called, in any order.
     *
     * @return what it is asserted of; nothing is until one of its methods is called
     */
    public SameToolCalls sameToolCalls() {
        isNotNull();
        return new SameToolCalls(ToolCallCheck.sameAsReference());
    }

    private String id() {
        return actual.example().id();
    }

    /** That both sides called the same tools in each repeat. */
    public final class SameToolCalls {
        private final ToolCallCheck check;

        private SameToolCalls(ToolCallCheck check) {
            this.check = check;
        }

        /**
         * Passes over an argument of a tool.
         *
         * @param tool the tool's name
         * @param argument the argument's name
         * @return the assertion that passes over it
         */
        public SameToolCalls ignoringArgument(String tool, String argument) {
            String pointer = "/" + argument.replace("~", "~0").replace("/", "~1");
            return new SameToolCalls(check.argument(tool, pointer, ValueMatch.ANY));
        }

        /**
         * Asserts that arguments are equal, but for those passed over.
         *
         * @return the assertions of the pair
         */
        public PairResultAssert withSameArguments() {
            return require(check);
        }

        /**
         * Asserts it of the tools, whatever the arguments.
         *
         * @return the assertions of the pair
         */
        public PairResultAssert withAnyArguments() {
            return require(check.arguments(ValueMatch.ANY));
        }

        private PairResultAssert require(ToolCallCheck by) {
            List<Trial> source = actual.source();
            List<Trial> target = actual.target();
            for (int i = 0; i < Math.min(source.size(), target.size()); i++) {
                ChatResponse before = source.get(i).response();
                ChatResponse after = target.get(i).response();
                if (before == null || after == null) {
                    failWithMessage("%s: repeat %s was not answered by both", id(), i);
                } else {
                    Score score = by.score(Observation.builder(actual.example().request(), Answer.of(after))
                            .reference(Answer.of(before))
                            .build());
                    Double value = score.value();
                    if (value == null || value < 1) {
                        failWithMessage("%s: the tool calls of repeat %s differ: %s", id(), i, score.reason());
                    }
                }
            }
            return PairResultAssert.this;
        }
    }
}
