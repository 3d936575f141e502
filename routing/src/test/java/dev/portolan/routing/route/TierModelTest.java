package dev.portolan.routing.route;

import static dev.portolan.routing.route.Scripted.error;
import static dev.portolan.routing.route.Scripted.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.Portolan;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Tool;
import dev.portolan.config.ConfigurationException;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.NoEligibleRoute;
import dev.portolan.error.Unavailable;
import dev.portolan.routing.catalog.Tier;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TierModelTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");
    private static final ChatRequest WITH_TOOL = REQUEST.toBuilder()
            .tools(List.of(Tool.of("look_up", "Looks a word up", "{\"type\": \"object\"}")))
            .build();

    private final RouteClock time =
            new RouteClock(Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC), () -> 0, () -> 0.5);
    private final Scripted mini = new Scripted("small");
    private final Scripted standard = new Scripted("middle");
    private final Scripted reasoning = new Scripted("large");

    private TierModel model(Tier chosen, boolean goesOn) {
        Map<Tier, Target> targets = new EnumMap<>(Tier.class);
        targets.put(Tier.MINI, new Target("m", mini));
        targets.put(Tier.STANDARD, new Target("s", standard));
        targets.put(Tier.REASONING, new Target("r", reasoning));
        return new TierModel(
                "assistant",
                targets,
                (request, context) -> new TierChoice.Chosen(chosen, "tier " + chosen + ": a test says so"),
                goesOn,
                time);
    }

    private static List<String> outcomes(List<Attempt> trail) {
        return trail.stream().map(one -> one.model() + " " + one.outcome()).toList();
    }

    @Test
    void theModelOfTheTierAnswersAndTheTrailTellsWhy() {
        standard.then(standard.answer("Hi"));

        ChatResponse response = model(Tier.STANDARD, false).chat(REQUEST);

        assertThat(outcomes(response.attempts())).containsExactly("middle ok");
        assertThat(response.attempts().get(0).note()).isEqualTo("tier standard: a test says so");
        assertThat(response.warnings()).isEmpty();
    }

    @Test
    void aTierWithoutAModelIsTheNextOneUpElseDown() {
        reasoning.then(reasoning.answer("Hi"), reasoning.answer("Hi"));
        Map<Tier, Target> one = Map.of(Tier.REASONING, new Target("r", reasoning));
        for (Tier chosen : List.of(Tier.MINI, Tier.FRONTIER)) {
            TierModel model = new TierModel(
                    "assistant", one, (request, context) -> new TierChoice.Chosen(chosen, "why"), false, time);
            assertThat(outcomes(model.chat(REQUEST).attempts())).containsExactly("large ok");
        }
    }

    @Test
    void whoeverCannotTakeItIsPassedOverForTheTierAbove() {
        Scripted plain = new Scripted(ModelInfo.builder("acme", "plain")
                .capability(Capability.TOOLS, false)
                .build());
        standard.then(standard.answer("Hi"));
        TierModel model = new TierModel(
                "assistant",
                Map.of(Tier.MINI, new Target("m", plain), Tier.STANDARD, new Target("s", standard)),
                (request, context) -> new TierChoice.Chosen(Tier.MINI, "why"),
                false,
                time);

        ChatResponse response = model.chat(WITH_TOOL);

        assertThat(outcomes(response.attempts())).containsExactly("m unsupported-feature", "middle ok");
        assertThat(model.check(WITH_TOOL)).isEmpty();
        TierModel alone = new TierModel(
                "assistant",
                Map.of(Tier.MINI, new Target("m", plain)),
                (request, context) -> new TierChoice.Chosen(Tier.MINI, "why"),
                false,
                time);
        assertThatThrownBy(() -> alone.chat(WITH_TOOL)).isInstanceOf(NoEligibleRoute.class);
    }

    @Test
    void aFailureIsTheEndUnlessTheRouterGoesOn() {
        mini.then(error(ErrorKind.UNAVAILABLE), error(ErrorKind.UNAVAILABLE));
        standard.then(standard.answer("Hi"));

        Unavailable thrown = catchThrowableOfType(
                Unavailable.class, () -> model(Tier.MINI, false).chat(REQUEST));
        assertThat(outcomes(thrown.attempts())).containsExactly("small unavailable");
        assertThat(thrown.attempts().get(0).note()).isEqualTo("tier mini: a test says so");

        ChatResponse response = model(Tier.MINI, true).chat(REQUEST);
        assertThat(outcomes(response.attempts())).containsExactly("small unavailable", "middle ok");
    }

    @Test
    void streamsGoToTheirTierToo() {
        reasoning.then(List.of(text("Hi"), reasoning.answer("Hi")));

        try (ChatStream stream = model(Tier.REASONING, false).stream(REQUEST)) {
            assertThat(stream.response().attempts().get(0).note()).isEqualTo("tier reasoning: a test says so");
        }
    }

    @Test
    void oneModelMayServeSeveralTiers() {
        standard.then(standard.answer("Hi"));
        TierModel model = new TierModel(
                "assistant",
                Map.of(Tier.MINI, new Target("s", standard), Tier.STANDARD, new Target("s", standard)),
                (request, context) -> new TierChoice.Chosen(Tier.MINI, "why"),
                true,
                time);

        assertThat(outcomes(model.chat(REQUEST).attempts())).containsExactly("middle ok");
        assertThat(model.info().provider()).isEqualTo("tier");
    }

    private Portolan.Builder configuration() {
        return Portolan.builder()
                .isolated()
                .extension(new TierRouter())
                .model("small", mini)
                .model("large", reasoning)
                .property("portolan.models.assistant.provider", "tier")
                .property("portolan.models.assistant.mini", "small")
                .property("portolan.models.assistant.reasoning", "large");
    }

    @Test
    void propertiesAloneMakeOne() {
        mini.then(mini.answer("Hi"), mini.answer("Hi"));
        reasoning.then(reasoning.answer("Hi"));
        try (Portolan portolan = configuration()
                .property("portolan.models.assistant.tasks.triage", "mini")
                .property("portolan.models.assistant.complexity", "on")
                .build()) {
            assertThat(outcomes(portolan.chatModel("assistant")
                            .chat(
                                    REQUEST,
                                    CallContext.builder().taskKey("triage").build())
                            .attempts()))
                    .containsExactly("small ok");
            assertThat(outcomes(portolan.chatModel("assistant")
                            .chat(
                                    REQUEST,
                                    CallContext.builder()
                                            .tag("tier", "Reasoning")
                                            .build())
                            .attempts()))
                    .containsExactly("large ok");
            assertThat(portolan.chatModel("assistant")
                            .chat(REQUEST)
                            .attempts()
                            .get(0)
                            .note())
                    .isEqualTo("tier mini: smalltalk");
        }
    }

    @Test
    void settingsThatMakeNoSenseAreToldAtLoad() {
        assertThatThrownBy(() -> Portolan.builder()
                        .isolated()
                        .extension(new TierRouter())
                        .property("portolan.models.assistant.provider", "tier")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("at least one tier");
        assertThatThrownBy(() -> configuration()
                        .property("portolan.models.assistant.tasks.triage", "tiny")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tasks.triage");
        assertThatThrownBy(() -> configuration()
                        .property("portolan.models.assistant.complexity", "on")
                        .property("portolan.models.assistant.strong-share", "30")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("strong-share");
        assertThatThrownBy(() -> configuration()
                        .property("portolan.models.assistant.complexity", "on")
                        .property("portolan.models.assistant.cheap", "frontier")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cheap");
    }
}
