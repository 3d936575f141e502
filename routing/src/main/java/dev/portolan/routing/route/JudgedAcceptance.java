package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.Cancelled;
import dev.portolan.evidence.check.JudgeCheck;
import dev.portolan.evidence.check.Observation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Another model says how good the answer is. A cascade asks it with a share of the call's attempts, and tells of it on the trail. */
final class JudgedAcceptance implements Acceptance {

    private final Target judge;
    private final JudgeRules rules;

    JudgedAcceptance(Target judge, JudgeRules rules) {
        this.judge = Objects.requireNonNull(judge, "judge");
        this.rules = Objects.requireNonNull(rules, "rules");
    }

    /** The judge for one answer. */
    AskedJudge ask(CallContext context, RouteClock time) {
        return new AskedJudge(judge, context, time);
    }

    /**
     * The judge's score.
     *
     * @return from 0 to 1, or {@code null} when there is no verdict
     * @throws Cancelled when the call was cancelled meanwhile
     */
    @Nullable
    Double score(AskedJudge asked, ChatRequest request, ChatResponse response) {
        return JudgeCheck.of(asked, rules.rubric())
                .score(Observation.of(request, response))
                .value();
    }

    /** What a score means. */
    @Nullable
    String rejection(@Nullable Double score) {
        if (score == null) {
            return rules.escalateWithoutVerdict() ? "the judge " + judge.name() + " gave no verdict" : null;
        }
        return score < rules.threshold() ? "judged below " + rules.threshold() + ": " + score : null;
    }

    /** Asks the judge with the call's own context, outside of a cascade. */
    @Override
    public @Nullable String rejection(ChatRequest request, CallContext context, ChatResponse response) {
        return rejection(score(ask(context, RouteClock.SYSTEM), request, response));
    }

    @Override
    public String toString() {
        return "judged by " + judge.name() + ", " + rules;
    }
}
