package dev.portolan.routing.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.routing.catalog.Tier;
import dev.portolan.routing.complexity.Arm;
import dev.portolan.routing.complexity.ComplexityScorer;
import dev.portolan.routing.complexity.TaskMeans;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class TierRulesTest {

    private static final ChatRequest HARD = ChatRequest.of(
            "Prove that for every prime p > 3 the number p^2 - 1 is divisible"
                    + " by 24, and state exactly which lemmas on congruences and quadratic residues the argument depends on. Then"
                    + " generalise it to products of two distinct primes, with a counterexample where the generalisation fails.");
    private static final ChatRequest THANKS = ChatRequest.of("Thank you!");
    private static final CallContext NOTHING = CallContext.EMPTY;

    private final AtomicLong nanos = new AtomicLong();
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    private final TaskMeans means = new TaskMeans(new TaskMeans.Settings(10, 1000, 0));

    private TierRules rules(double share) {
        return TierRules.builder(Tier.STANDARD)
                .task("triage", Tier.MINI)
                .complexity(Tier.MINI, Tier.REASONING, share, ComplexityScorer.bundled(), means, random)
                .nanoClock(nanos::get)
                .build();
    }

    private static CallContext session(String key) {
        return CallContext.builder().stickinessKey(key).build();
    }

    private static ChatRequest after(String text) {
        return ChatRequest.builder()
                .messages(List.of(
                        Message.user("Plan the migration of our data warehouse."),
                        Message.assistant("1. Take stock. 2. Copy. 3. Compare. Shall I go on?"),
                        Message.user(text)))
                .build();
    }

    @Test
    void withoutComplexityWhatIsNotSetIsTheDefault() {
        TierRules plain =
                TierRules.builder(Tier.STANDARD).task("triage", Tier.MINI).build();

        assertThat(plain.choose(HARD, NOTHING))
                .isEqualTo(new TierChoice.Chosen(Tier.STANDARD, "tier standard: the default"));
        assertThat(plain.choose(HARD, CallContext.builder().taskKey("triage").build())
                        .tier())
                .isEqualTo(Tier.MINI);
        assertThat(plain.means()).isEmpty();
    }

    @Test
    void aTagOfTheCallWinsOverEverything() {
        CallContext context = CallContext.builder()
                .taskKey("triage")
                .stickinessKey("s")
                .tag("tier", " Frontier ")
                .build();

        assertThat(rules(0).choose(THANKS, context).tier()).isEqualTo(Tier.FRONTIER);
        assertThat(rules(0).choose(
                                THANKS,
                                CallContext.builder().tag("tier", "huge").build())
                        .reason())
                .isEqualTo("tier mini: smalltalk");
    }

    @Test
    void theShareThatWasAskedForDecides() {
        assertThat(rules(1).choose(HARD, NOTHING).tier()).isEqualTo(Tier.REASONING);
        assertThat(rules(0).choose(HARD, NOTHING).tier()).isEqualTo(Tier.MINI);
    }

    @Test
    void whatSaysNothingGoesToTheDefaultAndNeverToTheCheapest() {
        assertThat(rules(0.3)
                        .choose(ChatRequest.of("zxqv wvlkj qpwzx"), NOTHING)
                        .tier())
                .isEqualTo(Tier.STANDARD);
        assertThat(rules(0.3).choose(after("Yes, go on."), NOTHING).tier()).isEqualTo(Tier.STANDARD);
    }

    @Test
    void aSessionOnlyMovesUpAndFollowUpsInherit() {
        TierRules rules = rules(1);
        assertThat(rules.choose(THANKS, session("s")).tier()).isEqualTo(Tier.MINI);
        assertThat(rules.choose(HARD, session("s")).tier()).isEqualTo(Tier.REASONING);
        assertThat(rules.choose(THANKS, session("s")))
                .isEqualTo(new TierChoice.Chosen(Tier.REASONING, "tier reasoning: the session is on it"));
        assertThat(rules.choose(after("yes"), session("s")).tier()).isEqualTo(Tier.REASONING);
        assertThat(rules.choose(THANKS, session("another")).tier()).isEqualTo(Tier.MINI);
    }

    @Test
    void aNewTaskMayMoveItDown() {
        TierRules rules = rules(1);
        CallContext research = session("s").toBuilder().taskKey("research").build();
        assertThat(rules.choose(HARD, research).tier()).isEqualTo(Tier.REASONING);

        assertThat(rules.choose(HARD, research.toBuilder().taskKey("triage").build())
                        .tier())
                .isEqualTo(Tier.MINI);
    }

    @Test
    void aSessionIsForgottenAnHourAfterItsLastRequest() {
        TierRules rules = rules(1);
        rules.choose(HARD, session("s"));
        nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        assertThat(rules.choose(THANKS, session("s")).tier()).isEqualTo(Tier.REASONING);
        nanos.addAndGet(Duration.ofMinutes(60).toNanos());
        assertThat(rules.choose(THANKS, session("s")).tier()).isEqualTo(Tier.MINI);
    }

    @Test
    void theOldestOfTenThousandSessionsMakesWay() {
        TierRules rules = rules(1);
        rules.choose(HARD, session("first"));
        for (int i = 0; i < SessionPins.MOST; i++) {
            rules.choose(THANKS, session("s" + i));
        }
        assertThat(rules.choose(THANKS, session("first")).tier()).isEqualTo(Tier.MINI);
    }

    @Test
    void whatWasLearntOfATaskMovesIt() {
        TierRules rules = TierRules.builder(Tier.STANDARD)
                .complexity(Tier.MINI, Tier.REASONING, 0.3, ComplexityScorer.bundled(), means, random)
                .build();
        for (int i = 0; i < 400; i++) {
            means.record("sums", Arm.CHEAP, 1);
            means.record("sums", Arm.STRONG, 1);
            means.record("proofs", Arm.CHEAP, 0);
            means.record("proofs", Arm.STRONG, 1);
        }
        assertThat(rules.means()).contains(means);
        assertThat(means.gain("proofs", 0)).isGreaterThan(means.gain("sums", 0) + 0.5);
    }

    @Test
    void whatWasLearntOfATaskDecidesWhichTaskTheStrongTierIsFor() {
        TierRules rules = rules(0.5);
        for (int i = 0; i < 400; i++) {
            means.record("sums", Arm.CHEAP, 1);
            means.record("sums", Arm.STRONG, 1);
            means.record("proofs", Arm.CHEAP, 0);
            means.record("proofs", Arm.STRONG, 1);
        }
        int proofs = 0;
        int sums = 0;
        for (int i = 0; i < 400; i++) {
            ChatRequest request = ChatRequest.of("Prove the lemma number " + i + " on prime divisors.");
            proofs += strong(rules, request, "proofs");
            sums += strong(rules, request, "sums");
        }
        assertThat(proofs).isGreaterThan(360);
        assertThat(sums).isLessThan(40);
    }

    private static int strong(TierRules rules, ChatRequest request, String task) {
        CallContext context = CallContext.builder().taskKey(task).build();
        return rules.choose(request, context).tier() == Tier.REASONING ? 1 : 0;
    }

    @Test
    void whatTasksScoreIsLearntFromTheRequests() {
        TierRules rules = rules(0.5);
        for (int i = 0; i < 20; i++) {
            strong(rules, HARD, "proofs");
        }
        double score = ComplexityScorer.bundled().score(HARD);
        assertThat(means.gain("proofs", score - 0.21)).isCloseTo(score - 0.21 * 0.2 - 0.01 * 0.8, within(1e-3));
    }

    @Test
    void someAreSentToTheCheapTierToLearn() {
        TierRules rules = TierRules.builder(Tier.STANDARD)
                .complexity(
                        Tier.MINI,
                        Tier.REASONING,
                        1,
                        ComplexityScorer.bundled(),
                        new TaskMeans(new TaskMeans.Settings(10, 1000, 0.5)),
                        random)
                .build();
        long learnt = 0;
        for (int i = 0; i < 200; i++) {
            TierChoice.Chosen chosen = rules.choose(HARD, NOTHING);
            learnt += chosen.reason().endsWith("to learn how it does there") ? 1 : 0;
            assertThat(chosen.tier()).isIn(Tier.MINI, Tier.REASONING);
        }
        assertThat(learnt).isBetween(60L, 140L);
    }

    @Test
    void aCheapTierAboveTheStrongOneIsRefused() {
        assertThatThrownBy(() -> TierRules.builder(Tier.MINI)
                        .complexity(Tier.REASONING, Tier.MINI, 0.3, ComplexityScorer.bundled(), means, random))
                .hasMessageStartingWith("cheap:");
    }
}
