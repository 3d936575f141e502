package dev.portolan.routing.rollout.gonogo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.routing.rollout.RolloutPlan;
import dev.portolan.routing.rollout.gonogo.ClosingAnswer.Finding;
import dev.portolan.routing.shadow.ShadowStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GoNoGoTest {

    private static ClosingAnswer answer(GoNoGo given, ClosingQuestion question) {
        return given.document(Evidence.NOW).answers().get(question.ordinal());
    }

    private static void assertAnswer(GoNoGo given, ClosingQuestion question, Finding finding, String because) {
        ClosingAnswer answer = answer(given, question);
        assertThat(answer.finding()).as(answer.basis().toString()).isEqualTo(finding);
        assertThat(String.join(" ", answer.basis())).contains(because);
    }

    @Test
    void itIsAGoWhenAllEightQuestionsAreAnsweredWithYes() {
        GoNoGoDocument document = Evidence.complete().document(Evidence.NOW);

        assertThat(document.answers()).hasSize(8).allMatch(answer -> answer.finding() == Finding.YES);
        assertThat(document.go()).as(document.reasons().toString()).isTrue();
        assertThat(document.reasons()).isEmpty();
    }

    @Test
    void withoutEvidenceEverythingIsUnknownAndNothingIsAssumed() {
        GoNoGoDocument document = new GoNoGo(Evidence.PLAN).document(Evidence.NOW);

        assertThat(document.answers()).hasSize(8).allMatch(answer -> answer.finding() == Finding.UNKNOWN);
        assertThat(document.go()).isFalse();
        assertThat(document.reasons()).hasSize(8);
    }

    @Test
    void eachQuestionAloneStopsTheMove() {
        for (ClosingQuestion question : ClosingQuestion.values()) {
            GoNoGo given = Evidence.complete().statement(Evidence.says(question, false, "team", "Eve"));

            GoNoGoDocument document = given.document(Evidence.NOW);

            assertThat(document.go()).as(question.id()).isFalse();
            assertThat(document.reasons()).singleElement().asString().contains("NO");
        }
    }

    @Test
    void theOutputIsWhatTheParityReportSays() {
        assertAnswer(Evidence.complete().parity(Evidence.parity(150, 0)), ClosingQuestion.OUTPUT, Finding.NO, "FAIL");
        ParityReport open = Evidence.parity(13, 0);
        assertThat(open.verdict().name()).isEqualTo("INCONCLUSIVE");
        assertAnswer(Evidence.complete().parity(open), ClosingQuestion.OUTPUT, Finding.UNKNOWN, "INCONCLUSIVE");
        ParityReport old = Evidence.parity(
                0, 0, Evidence.NOW.minus(Duration.ofDays(31)), "d".repeat(64), "json-schema", "tool-calls");
        assertAnswer(Evidence.complete().parity(old), ClosingQuestion.OUTPUT, Finding.UNKNOWN, "30 days");
    }

    @Test
    void aShadowIsBelievedOnlyWithItsNoiseFloorAndEnoughFreshPairsOfTheSameModels() {
        Instant yesterday = Evidence.YESTERDAY;
        assertAnswer(
                Evidence.complete()
                        .shadow(Evidence.shadow("assistant", "candidate", 990, 2, 3, 31, 0, yesterday, null)),
                ClosingQuestion.OUTPUT,
                Finding.UNKNOWN,
                "No A/A");
        assertAnswer(
                Evidence.complete().shadow(Evidence.shadow(50, 0, 0, 1)),
                ClosingQuestion.OUTPUT,
                Finding.UNKNOWN,
                "100");
        assertAnswer(
                Evidence.complete()
                        .shadow(Evidence.shadow("assistant", "other", 990, 2, 3, 31, 0, yesterday, Evidence.noise())),
                ClosingQuestion.OUTPUT,
                Finding.UNKNOWN,
                "other");
        assertAnswer(
                Evidence.complete()
                        .shadow(Evidence.shadow(
                                "assistant", "assistant", 990, 2, 3, 31, 0, yesterday, Evidence.noise())),
                ClosingQuestion.OUTPUT,
                Finding.UNKNOWN,
                "itself");
        assertAnswer(
                Evidence.complete()
                        .shadow(Evidence.shadow(
                                "assistant",
                                "candidate",
                                990,
                                2,
                                3,
                                31,
                                0,
                                Evidence.NOW.minus(Duration.ofDays(40)),
                                Evidence.noise())),
                ClosingQuestion.OUTPUT,
                Finding.UNKNOWN,
                "30 days");
    }

    @Test
    void aTargetThatFailsInTheShadowWhereTheSourceAnswersIsANo() {
        assertAnswer(
                Evidence.complete().shadow(Evidence.shadow(900, 40, 5, 31)),
                ClosingQuestion.OUTPUT,
                Finding.NO,
                "40 were answered by the source alone");
    }

    @Test
    void aTargetThatIsFlaggedFarBeyondTheNoiseIsANo() {
        assertAnswer(
                Evidence.complete().shadow(Evidence.shadow(990, 2, 3, 200)),
                ClosingQuestion.OUTPUT,
                Finding.NO,
                "20.1 % of the pairs are flagged, and 3.0 % of 1000 pairs");
        assertAnswer(
                Evidence.complete().shadow(Evidence.shadow(990, 2, 3, 60)),
                ClosingQuestion.OUTPUT,
                Finding.YES,
                "6.0 %");
    }

    @Test
    void nobodysWordMakesUpForAParityReportOrADrill() {
        GoNoGo given = new GoNoGo(Evidence.PLAN)
                .statement(Evidence.says(ClosingQuestion.OUTPUT, true, "product", "Fay"))
                .statement(Evidence.says(ClosingQuestion.ROLLBACK, true, "operations", "Dan"));

        assertAnswer(given, ClosingQuestion.OUTPUT, Finding.UNKNOWN, "does not make up for evidence");
        assertAnswer(given, ClosingQuestion.ROLLBACK, Finding.UNKNOWN, "does not make up for evidence");
    }

    @Test
    void structuredOutputsAndToolsAreJudgedByTheirMetrics() {
        GoNoGo given = Evidence.complete().parity(Evidence.parity(0, 150));
        assertAnswer(given, ClosingQuestion.STRUCTURE, Finding.YES, "json-schema: PASS");
        assertAnswer(given, ClosingQuestion.TOOLS, Finding.NO, "tool-calls: FAIL");
        given.statement(Evidence.says(ClosingQuestion.TOOLS, true, "tools", "Gil"));
        assertAnswer(given, ClosingQuestion.TOOLS, Finding.NO, "tool-calls: FAIL");
    }

    @Test
    void whatNoMetricChecksTakesSomebodysWordOrOtherNamesOfMetrics() {
        ParityReport other =
                Evidence.parity(0, 0, Evidence.YESTERDAY, "d".repeat(64), "invoice-fields", "refund-calls");
        GoNoGo given = Evidence.complete().parity(other);
        assertAnswer(given, ClosingQuestion.STRUCTURE, Finding.UNKNOWN, "json, json-schema");

        given.statement(Evidence.says(ClosingQuestion.STRUCTURE, true, "team", "Eve"));
        assertAnswer(given, ClosingQuestion.STRUCTURE, Finding.YES, "Eve (team");
        given.rules(
                new GoNoGoRules(Duration.ofDays(30), 100, 0.2, 0.05, Set.of("invoice-fields"), Set.of("refund-calls")));
        assertAnswer(given, ClosingQuestion.TOOLS, Finding.YES, "refund-calls: PASS");
    }

    @Test
    void evaluationsThatPassAWorseTargetCatchNothing() {
        assertAnswer(
                Evidence.complete().worseTarget(Evidence.parity(0, 0)),
                ClosingQuestion.EVALUATIONS,
                Finding.NO,
                "judged PASS");
        ParityReport elsewhere =
                Evidence.parity(150, 0, Evidence.YESTERDAY, "e".repeat(64), "json-schema", "tool-calls");
        assertAnswer(
                Evidence.complete().worseTarget(elsewhere),
                ClosingQuestion.EVALUATIONS,
                Finding.UNKNOWN,
                "another dataset");
    }

    @Test
    void aDrillCountsWhenItPassedLatelyWithThisPlan() {
        assertAnswer(
                Evidence.complete()
                        .drill(RollbackDrill.of(
                                Evidence.PLAN, Evidence.YESTERDAY, "Bob", false, Duration.ZERO, true, "Too late.")),
                ClosingQuestion.ROLLBACK,
                Finding.NO,
                "did not go to the source");
        assertAnswer(
                Evidence.complete()
                        .drill(RollbackDrill.of(
                                Evidence.PLAN,
                                Evidence.NOW.minus(Duration.ofDays(90)),
                                "Bob",
                                true,
                                Duration.ZERO,
                                true,
                                "Long ago.")),
                ClosingQuestion.ROLLBACK,
                Finding.UNKNOWN,
                "30 days");
        RolloutPlan other = RolloutPlan.builder("gpt4o-to-sonnet", "Ann", "another metric", "errors")
                .build();
        assertAnswer(
                Evidence.complete()
                        .drill(RollbackDrill.of(
                                other, Evidence.YESTERDAY, "Bob", true, Duration.ZERO, true, "Of another plan.")),
                ClosingQuestion.ROLLBACK,
                Finding.UNKNOWN,
                "another plan");
    }

    @Test
    void onlyTheOwnersOwnWordSaysThatTheOwnerKnows() {
        GoNoGo given = new GoNoGo(Evidence.PLAN)
                .statement(Evidence.says(ClosingQuestion.OWNER, true, "owner's deputy", "Eve"));
        assertAnswer(given, ClosingQuestion.OWNER, Finding.UNKNOWN, "not the owner");

        given.statement(Evidence.says(ClosingQuestion.OWNER, true, "owner", "Ann"));
        assertAnswer(given, ClosingQuestion.OWNER, Finding.YES, "Ann (owner");
    }

    @Test
    void aWordThatIsOldOrFromTheFutureDoesNotCount() {
        for (Instant at : List.of(Evidence.NOW.minus(Duration.ofDays(31)), Evidence.NOW.plusSeconds(1))) {
            GoNoGo given = new GoNoGo(Evidence.PLAN)
                    .statement(new Statement(ClosingQuestion.LOGS, true, "operations", "Dan", at, "Looked."));
            assertAnswer(given, ClosingQuestion.LOGS, Finding.UNKNOWN, "does not count");
        }
    }

    @Test
    void whatChangesIsListedBesidesTheModel() {
        assertThat(Evidence.complete().document(Evidence.NOW).changes())
                .containsExactly("model: azure gpt-4o to bedrock claude-sonnet", "prompt", "temperature: 0.2 to 0.1");
    }

    @Test
    void aShadowThatDroppedMuchIsNoRandomSample() {
        ShadowStatistics dropped =
                Evidence.shadow("assistant", "candidate", 600, 0, 0, 18, 400, Evidence.YESTERDAY, Evidence.noise());
        assertThat(dropped.droppedShare()).isEqualTo(0.4);
        assertAnswer(Evidence.complete().shadow(dropped), ClosingQuestion.OUTPUT, Finding.UNKNOWN, "40.0 %");
    }

    @Test
    void statementsAndRulesSayWhatIsWrongWithThem() {
        assertThatThrownBy(() -> new Statement(ClosingQuestion.LOGS, true, " ", "Dan", Evidence.NOW, "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GoNoGoRules(Duration.ofDays(1), 0, 0.2, 0.05, Set.of(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GoNoGoRules(Duration.ofDays(1), 1, 2, 0.05, Set.of(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClosingAnswer(ClosingQuestion.LOGS, Finding.YES, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
