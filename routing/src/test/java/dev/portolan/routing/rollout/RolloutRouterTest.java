package dev.portolan.routing.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.routing.state.InMemoryStateStore;
import dev.portolan.routing.state.StateStores;
import java.time.Duration;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RolloutRouterTest {

    private final SimulatedTime time = new SimulatedTime();
    private final InMemoryStateStore store = new InMemoryStateStore();

    @BeforeEach
    void register() {
        StateStores.register("fleet-of-test", store);
    }

    @AfterEach
    void deregister() {
        StateStores.deregister("fleet-of-test");
    }

    private Portolan.Builder configuration() {
        return Portolan.builder()
                .model("old", new Played("old", time))
                .model("new", new Played("new", time))
                .property("portolan.models.assistant.provider", "rollout")
                .property("portolan.models.assistant.source", "old")
                .property("portolan.models.assistant.target", "new")
                .property("portolan.models.assistant.owner", "Ada")
                .property("portolan.models.assistant.success-metric", "tickets solved")
                .property("portolan.models.assistant.rollback-trigger", "errors above 5 %")
                .property("portolan.models.assistant.state", "fleet-of-test")
                .property("portolan.models.assistant.poll", "1h");
    }

    private static String ask(Portolan portolan) {
        return portolan.chatModel("assistant")
                .chat(
                        ChatRequest.of("hello"),
                        CallContext.builder().stickinessKey("u").build())
                .text();
    }

    @Test
    void aConfiguredRolloutIsFoundByItsNameAndKeepsItsStateWhenItIsLoadedAnew() throws Exception {
        try (Portolan portolan = configuration()
                .property("portolan.models.assistant.preset", "big-bang")
                .build()) {
            assertThat(ask(portolan)).isEqualTo("old");
            Rollout rollout = Rollout.named("assistant");
            rollout.start(Fleet.go("go-1"), "parity is shown");
            assertThat(ask(portolan)).isEqualTo("new");
            assertThat(rollout.plan().id()).isEqualTo("assistant");
            MBeanServer server = MBeanServerFactory.newMBeanServer();
            try (RolloutBean bean = new RolloutBean(rollout, server)) {
                ObjectName name = new ObjectName("dev.portolan:type=Rollout,name=\"assistant\"");
                assertThat(bean).isNotNull();
                assertThat(server.getAttribute(name, "Stage")).isEqualTo("step");
                assertThat(server.getAttribute(name, "Percent")).isEqualTo(100.0);
                assertThat(server.getAttribute(name, "Requests")).isEqualTo(1L);
                assertThat(server.getAttribute(name, "Errors")).isEqualTo(0L);
                assertThat(server.getAttribute(name, "StoreTrouble")).isEqualTo("");
                assertThat((String) server.getAttribute(name, "Explanation")).contains("Owner: Ada");
                String[] types = {String.class.getName(), String.class.getName()};
                server.invoke(name, "hold", new Object[] {"Ada", "lunch"}, types);
                server.invoke(name, "resume", new Object[] {"Ada", "back"}, types);
                server.invoke(name, "rollback", new Object[] {"Ada", "complaints"}, types);
            }
            assertThat(server.queryNames(new ObjectName("dev.portolan:*"), null))
                    .isEmpty();
            assertThat(ask(portolan)).isEqualTo("old");
            rollout.poll();
        }
        try (Portolan again = configuration()
                .property("portolan.models.assistant.preset", "big-bang")
                .build()) {
            assertThat(ask(again)).isEqualTo("old");
            assertThat(Rollout.named("assistant").status().stage()).isEqualTo(RolloutStage.ROLLED_BACK);
        }
    }

    @Test
    void theConfigurationLimitsHoldsAndRollsBack() {
        Portolan.Builder bang = configuration()
                .property("portolan.models.assistant.id", "controlled")
                .property("portolan.models.assistant.preset", "big-bang");
        try (Portolan portolan = bang.build()) {
            ask(portolan);
            Rollout.named("assistant").start(Fleet.go("go-1"), "parity is shown");
        }
        try (Portolan portolan =
                bang.property("portolan.models.assistant.max-percent", "0").build()) {
            assertThat(ask(portolan)).isEqualTo("old");
            assertThat(Rollout.named("assistant").status().ceiling()).isZero();
        }
        bang.property("portolan.models.assistant.max-percent", "100");
        try (Portolan portolan =
                bang.property("portolan.models.assistant.control", "hold").build()) {
            assertThat(ask(portolan)).isEqualTo("new");
            assertThat(Rollout.named("assistant").status().stage()).isEqualTo(RolloutStage.HELD);
        }
        try (Portolan portolan =
                bang.property("portolan.models.assistant.control", "run").build()) {
            ask(portolan);
            assertThat(Rollout.named("assistant").status().stage()).isEqualTo(RolloutStage.STEP);
        }
        try (Portolan portolan =
                bang.property("portolan.models.assistant.control", "rollback").build()) {
            assertThat(ask(portolan)).isEqualTo("old");
        }
    }

    @Test
    void whatIsMissingOrSenselessIsToldAtLoad() {
        mistake("owner", " ", "owner");
        mistake("steps", "25,5,100", "steps");
        mistake("steps", "5,25", "the last must be 100");
        mistake("min-requests", "10", "at least 59");
        mistake("review", "24h", "7 to 14 days");
        mistake("gates", "33", "gates");
        mistake("max-percent", "101", "max-percent");
        mistake("checks", "vibes", "vibes");
        mistake("scope", "colour=red", "colour=red");
        mistake("stickiness", "mood", "stickiness");
        mistake("forecast", "cheap", "forecast");
        mistake("first", "5", "audience");
    }

    private void mistake(String setting, String value, String told) {
        assertThatThrownBy(() -> configuration()
                        .property("portolan.models.assistant." + setting, value)
                        .build())
                .hasMessageContaining(told);
    }

    @Test
    void settingsMakeThePlan() {
        try (Portolan portolan = configuration()
                .property("portolan.models.assistant.id", "planned")
                .property("portolan.models.assistant.steps", "10,100")
                .property("portolan.models.assistant.gates", "10")
                .property("portolan.models.assistant.first", "tag.staff=yes")
                .property("portolan.models.assistant.scope", "feature=search|task=triage")
                .property("portolan.models.assistant.forecast", "0.004")
                .property("portolan.models.assistant.checks", "none")
                .property("portolan.models.assistant.cost", "false")
                .property("portolan.models.assistant.on-timeout", "rollback")
                .property("portolan.models.assistant.replay", "none")
                .property("portolan.models.assistant.target-timeout", "3s")
                .build()) {
            ask(portolan);
            RolloutPlan plan = Rollout.named("assistant").plan();
            assertThat(plan.steps())
                    .containsExactly(RolloutStep.of(0), RolloutStep.of(10).gated(), RolloutStep.of(100));
            assertThat(plan.cohorts()).hasSize(1);
            assertThat(plan.scope()).hasToString("feature=search | task=triage");
            assertThat(plan.limits().quality()).isFalse();
            assertThat(plan.onTimeout()).isEqualTo(StepTimeout.ROLLBACK);
            assertThat(plan.replay()).isEqualTo(Replay.NONE);
            assertThat(plan.targetTimeout()).isEqualTo(Duration.ofSeconds(3));
            assertThat(plan.successMetric()).isEqualTo("tickets solved");
        }
        assertThatThrownBy(() -> Rollout.named("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
        assertThat(List.of(RolloutPreset.values()))
                .extracting(RolloutPreset::id)
                .contains("parallel-run");
    }
}
