package dev.portolan.routing.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.routing.rollout.judge.Arm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Properties 1 to 4 of a rollout that can be trusted. */
class AssignmentPropertiesTest {

    private static CallContext user(String key) {
        return CallContext.builder().stickinessKey(key).build();
    }

    @Test
    void p01TheSideIsAPureFunctionOfRolloutKeyAndPercentOnEveryInstanceAndAfterARestart() {
        Fleet fleet = new Fleet(Fleet.plan().build(), 1);
        Fleet.Instance one = fleet.started();
        one.rollout.promote("Ada", "to 25 %");
        Fleet.Instance other = fleet.instance();
        for (int i = 0; i < 1000; i++) {
            Arm expected = Assignment.bucket("gpt4o-to-sonnet", "user-" + i) < 2500 ? Arm.TARGET : Arm.SOURCE;
            assertThat(one.side("user-" + i).arm()).isEqualTo(expected);
            assertThat(other.side("user-" + i).arm()).isEqualTo(expected);
        }
        assertThat(Assignment.bucket("gpt4o-to-sonnet", "user-1")).isEqualTo(1753);
        assertThat(Assignment.bucket("gpt4o-to-sonnet", "user-2")).isEqualTo(761);
    }

    @Test
    void p02AGrowingPercentTakesNobodyBackAndAShrinkingOneTheNewestFirst() {
        double[] shares = {0, 0.5, 1, 5, 10, 25, 50, 100};
        for (int i = 0; i < 10_000; i++) {
            boolean before = false;
            for (double share : shares) {
                boolean now = Assignment.toTarget("r", "key-" + i, share);
                assertThat(now || !before).isTrue();
                before = now;
            }
        }
        int atFive = 0;
        for (int i = 0; i < 100_000; i++) {
            atFive += Assignment.toTarget("gpt4o-to-sonnet", "user-" + i, 5) ? 1 : 0;
        }
        assertThat(atFive).isBetween(4_700, 5_300);
    }

    @Test
    void p03WithoutAKeyTheConversationDecidesAndNoneChangesItsSideInTheMiddleButByARollbackThatIsRecorded() {
        Fleet fleet = new Fleet(Fleet.plan().build(), 3);
        Fleet.Instance instance = fleet.started();
        CallContext tagged =
                CallContext.builder().tag(Stickiness.CONVERSATION, "c-7").build();
        assertThat(instance.side(tagged).arm())
                .isEqualTo(Assignment.toTarget("gpt4o-to-sonnet", "c-7", 5) ? Arm.TARGET : Arm.SOURCE);
        assertThat(instance.side(tagged).sticky()).isTrue();
        assertThat(instance.side(CallContext.EMPTY).sticky()).isFalse();
        assertThat(instance.rollout.status().counters().notSticky()).isEqualTo(1);

        // Ten percent of all users would change at the step to 25 %; conversations that have begun do not.
        for (int i = 0; i < 2000; i++) {
            instance.controller.side(ask("question " + i), user("u" + i));
            instance.controller.side(ask("drawn " + i), CallContext.EMPTY);
        }
        List<Arm> keyed = sides(instance, "question ", true);
        List<Arm> drawn = sides(instance, "drawn ", false);
        instance.rollout.promote("Ada", "to 25 %");
        assertThat(sides(instance, "question ", true)).isEqualTo(keyed);
        assertThat(sides(instance, "drawn ", false)).isEqualTo(drawn);
        assertThat(keyed).contains(Arm.TARGET, Arm.SOURCE);
        assertThat(drawn).contains(Arm.TARGET, Arm.SOURCE);
        long news = java.util.stream.IntStream.range(0, 2000)
                .filter(i -> instance.controller
                                .side(ask("another " + i), user("u" + i))
                                .arm()
                        == Arm.TARGET)
                .count();
        assertThat(news)
                .isGreaterThan(keyed.stream().filter(arm -> arm == Arm.TARGET).count());

        long onTarget = keyed.stream().filter(arm -> arm == Arm.TARGET).count()
                + drawn.stream().filter(arm -> arm == Arm.TARGET).count();
        instance.rollout.rollback("Ada", "complaints");
        assertThat(sides(instance, "question ", true)).containsOnly(Arm.SOURCE);
        assertThat(sides(instance, "drawn ", false)).containsOnly(Arm.SOURCE);
        assertThat(instance.rollout.status().counters().moved()).isEqualTo(onTarget);
    }

    private static ChatRequest ask(String question) {
        return ChatRequest.of(question);
    }

    private static List<Arm> sides(Fleet.Instance instance, String question, boolean keyed) {
        return java.util.stream.IntStream.range(0, 2000)
                .mapToObj(i -> instance.controller
                        .side(
                                ChatRequest.builder()
                                        .messages(List.of(
                                                Message.user(question + i),
                                                Message.assistant("an answer"),
                                                Message.user("and then?")))
                                        .build(),
                                keyed ? user("u" + i) : CallContext.EMPTY)
                        .arm())
                .toList();
    }

    @Test
    void p04RolloutsDoNotCorrelateAndNothingAndEverythingAreExact() {
        int both = 0;
        int one = 0;
        for (int i = 0; i < 100_000; i++) {
            String key = "user-" + i;
            boolean first = Assignment.toTarget("rollout-a", key, 10);
            one += first ? 1 : 0;
            both += first && Assignment.toTarget("rollout-b", key, 10) ? 1 : 0;
            assertThat(Assignment.toTarget("rollout-a", key, 0)).isFalse();
            assertThat(Assignment.toTarget("rollout-a", key, 100)).isTrue();
        }
        // Of independent ones a tenth of a tenth: 1,000 of 100,000, give or take five deviations.
        assertThat(one).isBetween(9_500, 10_500);
        assertThat(both).isBetween(840, 1_160);
    }

    @Test
    void internalUsersGetTheTargetFromTheirStepOn() {
        RolloutPlan plan = Fleet.plan().first(Audience.parse("tag.staff=yes")).build();
        Fleet fleet = new Fleet(plan, 5);
        Fleet.Instance instance = fleet.instance();
        CallContext staff =
                CallContext.builder().stickinessKey("s").tag("staff", "yes").build();
        assertThat(instance.side(staff).arm()).isEqualTo(Arm.SOURCE);
        instance.rollout.start(Fleet.go("go-1"), "staff first");
        assertThat(instance.side(staff).arm()).isEqualTo(Arm.TARGET);
        for (int i = 0; i < 1000; i++) {
            assertThat(instance.side("user-" + i).arm()).isEqualTo(Arm.SOURCE);
        }
        instance.rollout.rollback("Ada", "why not");
        assertThat(instance.side(staff).arm()).isEqualTo(Arm.SOURCE);
    }

    @Test
    void modulesMoveOneByOne() {
        RolloutPlan plan = Fleet.plan()
                .oneByOne(List.of(
                        Audience.feature("search"), Audience.task("triage").or(Audience.tenant("acme"))))
                .build();
        Fleet.Instance instance = new Fleet(plan, 6).started();
        CallContext search =
                CallContext.builder().stickinessKey("a").feature("search").build();
        CallContext triage =
                CallContext.builder().stickinessKey("a").taskKey("triage").build();
        assertThat(instance.side(search).arm()).isEqualTo(Arm.TARGET);
        assertThat(instance.side(triage).arm()).isEqualTo(Arm.SOURCE);
        instance.rollout.promote("Ada", "search is fine");
        assertThat(instance.side(search).arm()).isEqualTo(Arm.TARGET);
        assertThat(instance.side(triage).arm()).isEqualTo(Arm.TARGET);
        assertThat(instance.side("somebody").arm()).isEqualTo(Arm.SOURCE);
        instance.rollout.promote("Ada", "triage is fine");
        assertThat(instance.side("somebody").arm()).isEqualTo(Arm.TARGET);
    }

    @Test
    void whoIsNotInScopeIsAnsweredByTheSourceAndNotCounted() {
        Fleet.Instance instance = new Fleet(
                        Fleet.plan()
                                .preset(RolloutPreset.BIG_BANG)
                                .scope(Audience.feature("search"))
                                .build(),
                        7)
                .started();
        assertThat(instance.side("a").counted()).isFalse();
        assertThat(instance.side("a").arm()).isEqualTo(Arm.SOURCE);
        assertThat(instance.side(CallContext.builder().feature("search").build())
                        .arm())
                .isEqualTo(Arm.TARGET);
    }
}
