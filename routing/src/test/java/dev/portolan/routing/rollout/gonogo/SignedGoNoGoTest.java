package dev.portolan.routing.rollout.gonogo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.routing.rollout.GoDecision;
import dev.portolan.routing.rollout.RolloutPlan;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignedGoNoGoTest {

    private static final Map<String, String> NOW_RUNS = Map.of(
            DecisionHashes.PLAN,
            DecisionHashes.plan(Evidence.PLAN),
            DecisionHashes.TARGET_MODEL,
            DecisionHashes.model("bedrock", "claude-sonnet", Map.of("temperature", "0.1")),
            DecisionHashes.TARGET_PROMPT,
            "prompt of candidate");

    private static GoNoGoDocument go() {
        return Evidence.complete().document(Evidence.NOW);
    }

    private static GoNoGoDocument noGo() {
        return new GoNoGo(Evidence.PLAN).parity(Evidence.parity(0, 0)).document(Evidence.NOW);
    }

    @Test
    void aSignedGoWhoseHashesMatchIsADecisionThatSaysGo() {
        SignedGoNoGo signed = go().sign("Ann", Evidence.NOW.plusSeconds(60));

        GoDecision decision = signed.decision(NOW_RUNS);

        assertThat(signed.differences(NOW_RUNS)).isEmpty();
        assertThat(decision.go()).isTrue();
        assertThat(decision.actor()).isEqualTo("Ann");
        assertThat(decision.at()).isEqualTo(Evidence.NOW.plusSeconds(60));
        assertThat(decision.overrideReason()).isNull();
        assertThat(decision.reference()).isEqualTo(signed.contentHash()).hasSize(64);
        assertThat(decision.hashes())
                .containsAllEntriesOf(NOW_RUNS)
                .containsKeys("dataset", "parity-report", "shadow", "rollback-drill", "worse-target-report");
    }

    @Test
    void aGoForOtherModelsPromptsOrPlansIsNone() {
        SignedGoNoGo signed = go().sign("Ann", Evidence.NOW);
        for (String name : NOW_RUNS.keySet()) {
            Map<String, String> other = new HashMap<>(NOW_RUNS);
            other.put(name, "another");

            assertThat(signed.differences(other)).containsExactly(name);
            assertThat(signed.decision(other).go()).as(name).isFalse();
        }
        Map<String, String> more = new HashMap<>(NOW_RUNS);
        more.put("tools", "unknown to the decision");
        assertThat(signed.decision(more).go()).isFalse();
        assertThatThrownBy(() -> signed.decision(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("plan");
    }

    @Test
    void theOwnerSignsAndAnybodyElseCanOnlyOverrideWithAReason() {
        assertThatThrownBy(() -> go().sign("Eve", Evidence.NOW)).hasMessageContaining("Ann");
        assertThatThrownBy(() -> go().sign("Ann", Evidence.NOW.minusSeconds(1))).hasMessageContaining("at");
        assertThatThrownBy(() -> go().override("Eve", Evidence.NOW, "hurry")).hasMessageContaining("no GO");
        assertThatThrownBy(() -> noGo().override("Eve", Evidence.NOW, " ")).hasMessageContaining("reason");
        assertThatThrownBy(() -> noGo().override(" ", Evidence.NOW, "hurry")).hasMessageContaining("actor");

        GoDecision decision = noGo().override("Eve", Evidence.NOW, "The source is switched off tonight.")
                .decision(NOW_RUNS);

        assertThat(decision.go()).isFalse();
        assertThat(decision.overrideReason()).isEqualTo("The source is switched off tonight.");
        assertThat(decision.actor()).isEqualTo("Eve");
    }

    @Test
    void aSignedNoGoMovesNothing() {
        assertThat(noGo().sign("Ann", Evidence.NOW).decision(NOW_RUNS).go()).isFalse();
    }

    @Test
    void theSameEvidenceGivesTheSameBytes() {
        GoNoGoDocument once = go();
        GoNoGoDocument again = go();

        assertThat(again.toJson()).isEqualTo(once.toJson());
        assertThat(again.toMarkdown()).isEqualTo(once.toMarkdown());
        assertThat(again.hash()).isEqualTo(once.hash());
        SignedGoNoGo signed = once.sign("Ann", Evidence.NOW);
        SignedGoNoGo read = SignedGoNoGo.fromJson(signed.toJson());
        assertThat(read).isEqualTo(signed);
        assertThat(read.toJson()).isEqualTo(signed.toJson());
        assertThat(GoNoGoDocument.fromJson(once.toJson())).isEqualTo(once);
        assertThat(once.toJson()).doesNotContain("\r");
    }

    @Test
    void aDocumentThatWasChangedAfterItWasSignedIsRefused() {
        String signed = noGo().sign("Ann", Evidence.NOW).toJson();
        String owner = signed.replace("tickets solved", "tickets closed");
        assertThat(owner).isNotEqualTo(signed);

        assertThatThrownBy(() -> SignedGoNoGo.fromJson(owner)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignedGoNoGo.fromJson(signed.replace("\"go\" : false", "\"go\" : true")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        GoNoGoDocument.fromJson(noGo().toJson().replace("portolan-go-no-go/1", "portolan-go-no-go/2")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignedGoNoGo.fromJson("{}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theHashOfAPlanChangesWithAnyOfItsParts() {
        String hash = DecisionHashes.plan(Evidence.PLAN);
        RolloutPlan.Builder same = RolloutPlan.builder(
                "gpt4o-to-sonnet", "Ann", "tickets solved without a human", "errors over 5 % or complaints");
        assertThat(DecisionHashes.plan(same.build())).isEqualTo(hash);
        assertThat(DecisionHashes.plan(same.forecast(new BigDecimal("0.01")).build()))
                .isNotEqualTo(hash)
                .isEqualTo(DecisionHashes.plan(
                        same.forecast(new BigDecimal("0.0100")).build()));
        assertThat(DecisionHashes.plan(same.forecast(null).carryErrors(true).build()))
                .isNotEqualTo(hash);
        assertThat(DecisionHashes.plan(same.carryErrors(false)
                        .targetTimeout(Duration.ofSeconds(9))
                        .build()))
                .isNotEqualTo(hash);
    }

    @Test
    void theHashOfAModelTellsValuesFromNames() {
        assertThat(DecisionHashes.model("a", "b", Map.of("x", "1")))
                .isEqualTo(DecisionHashes.model("a", "b", Map.of("x", "1")))
                .isNotEqualTo(DecisionHashes.model("a", "b", Map.of("x", "2")))
                .isNotEqualTo(DecisionHashes.model("a", "b\n", Map.of("x", "1")));
    }

    @Test
    void peopleReadTheDecisionFirstAndFindNoAnswerOfAModel() {
        String text = noGo().override("Eve", Evidence.NOW, "No <b>time</b>").toMarkdown();

        assertThat(text)
                .startsWith("# NO GO: gpt4o-to-sonnet\n")
                .contains("| overridden | Eve, 2026-11-22T10:00:00Z |")
                .contains("No &lt;b>time")
                .contains("Can the team roll back? UNKNOWN: Nobody has tried to roll back.")
                .contains("- temperature: 0.2 to 0.1")
                .contains("- [ ] Credentials: withdraw the keys and roles of azure that only assistant used")
                .doesNotContain("secret answer")
                .doesNotContain("question 1");
        assertThat(go().toMarkdown())
                .startsWith("# GO: ")
                .contains("| signed | not yet |")
                .doesNotContain("## Why not");
        assertThat(go().sign("Ann", Evidence.NOW).toMarkdown()).contains("| signed | Ann, 2026-11-22T10:00:00Z |");
        assertThat(go()).hasToString("GoNoGoDocument[gpt4o-to-sonnet, GO]");
        assertThat(noGo().override("Eve", Evidence.NOW, "x")).asString().contains("overridden");
    }

    @Test
    void aDrillComesBackAsItWasWritten() {
        RollbackDrill drill = Evidence.drill();

        assertThat(RollbackDrill.fromJson(drill.toJson())).isEqualTo(drill);
        assertThatThrownBy(() -> RollbackDrill.of(Evidence.PLAN, Evidence.NOW, " ", true, Duration.ZERO, true, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
