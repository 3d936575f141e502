package dev.portolan.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.AdaptationPolicy;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.Timeouts;
import dev.portolan.chat.TokenCounter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpiValuesTest {

    private static final ChatResponse RESPONSE = ChatResponse.builder()
            .message(Message.assistant("Hello"))
            .provider("p")
            .model("m")
            .build();
    private static final ChatRequest REQUEST = ChatRequest.of("Hello?");

    @Test
    void aSecretIsNeverPrintedAndFetchedAnewEachTime() {
        AtomicInteger rotation = new AtomicInteger();
        Secret rotating = Secret.from(() -> "key-" + rotation.incrementAndGet());
        assertThat(rotating.reveal()).isEqualTo("key-1");
        assertThat(rotating.reveal()).isEqualTo("key-2");
        assertThat(Secret.of("s3cr3t").reveal()).isEqualTo("s3cr3t");
        assertThat(Secret.of("s3cr3t")).hasToString("Secret[***]");
        assertThatThrownBy(() -> Secret.of(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aSettingIsOptionalWithoutDefaultUntilSaidOtherwise() {
        SettingSpec plain = SettingSpec.of("region", SettingSpec.Type.STRING, "Where it runs.");
        assertThat(plain.required()).isFalse();
        assertThat(plain.defaultValue()).isNull();
        assertThat(plain.values()).isEmpty();
        assertThat(plain.mandatory().required()).isTrue();
        assertThat(plain.withDefault("eu").defaultValue()).isEqualTo("eu");
        assertThat(plain.mandatory().withDefault("eu"))
                .isEqualTo(plain.withDefault("eu").mandatory());
        assertThat(SettingSpec.choice("api", List.of("chat", "responses"), "Which API."))
                .isEqualTo(new SettingSpec(
                        "api", SettingSpec.Type.CHOICE, false, null, List.of("chat", "responses"), "Which API."));
    }

    @Test
    void settingsThatAreNotGivenAreAbsent() {
        Settings none =
                ModelSettings.builder("assistant", "gpt-4o-mini").build().own();
        assertThat(none.string("a")).isNull();
        assertThat(none.integer("a")).isNull();
        assertThat(none.decimal("a")).isNull();
        assertThat(none.bool("a")).isNull();
        assertThat(none.duration("a")).isNull();
        assertThat(none.size("a")).isNull();
        assertThat(none.uri("a")).isNull();
        assertThat(none.secret("a")).isNull();
        assertThat(none.list("a")).isEmpty();
        assertThat(none.map("a")).isEmpty();
        assertThat(none).hasToString("Settings[]");
    }

    @Test
    void modelSettingsHoldWhatWasSet() {
        ModelLimits limits = new ModelLimits(1000, null, null, null, null, null);
        ModelSettings settings = ModelSettings.builder("assistant", "my-deployment")
                .baseModel("gpt-4o-mini")
                .temperature(0.2)
                .topP(0.9)
                .topK(5)
                .maxOutputTokens(800)
                .seed(7L)
                .frequencyPenalty(0.1)
                .presencePenalty(0.3)
                .reasoningEffort(ReasoningEffort.LOW)
                .parallelToolCalls(false)
                .stop(List.of("END"))
                .timeout(Duration.ofSeconds(30))
                .timeouts(new Timeouts(Duration.ofSeconds(1), null, null))
                .adaptation(AdaptationPolicy.STRICT)
                .capabilities(Map.of(Capability.TOOLS, false))
                .limits(limits)
                .build();

        assertThat(settings.name()).isEqualTo("assistant");
        assertThat(settings.model()).isEqualTo("my-deployment");
        assertThat(settings.baseModel()).isEqualTo("gpt-4o-mini");
        assertThat(settings.temperature()).isEqualTo(0.2);
        assertThat(settings.topP()).isEqualTo(0.9);
        assertThat(settings.topK()).isEqualTo(5);
        assertThat(settings.maxOutputTokens()).isEqualTo(800);
        assertThat(settings.seed()).isEqualTo(7L);
        assertThat(settings.frequencyPenalty()).isEqualTo(0.1);
        assertThat(settings.presencePenalty()).isEqualTo(0.3);
        assertThat(settings.reasoningEffort()).isEqualTo(ReasoningEffort.LOW);
        assertThat(settings.parallelToolCalls()).isFalse();
        assertThat(settings.stop()).containsExactly("END");
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.timeouts().connect()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.adaptation()).isEqualTo(AdaptationPolicy.STRICT);
        assertThat(settings.capabilities()).containsExactly(Map.entry(Capability.TOOLS, false));
        assertThat(settings.limits()).isEqualTo(limits);
        assertThat(settings).hasToString("ModelSettings[assistant, model=my-deployment]");
    }

    @Test
    void aDecoratorHandsEverythingOn() {
        Inner inner = new Inner();
        ChatModel outer = new ForwardingChatModel(inner) {
            @Override
            public ModelInfo info() {
                return delegate().info().toBuilder().baseModel("base").build();
            }
        };

        assertThat(outer.chat(REQUEST)).isSameAs(RESPONSE);
        assertThat(outer.stream(REQUEST).response()).isSameAs(RESPONSE);
        assertThat(outer.info().baseModel()).isEqualTo("base");
        assertThat(outer.check(REQUEST)).isEqualTo(inner.check(REQUEST)).hasSize(1);
        assertThat(outer.tokenCounter()).isNotNull();
        assertThat(new ForwardingChatModel(inner) {}.info()).isEqualTo(inner.info());
        assertThat(outer).asString().contains("inner");
        assertThatThrownBy(() -> new ForwardingChatModel(null) {}).hasMessage("delegate");
    }

    @Test
    void aStreamAroundAnotherHandsEventsOnAndClosesIt() {
        Events inner = new Events(new ChatEvent.TextDelta("Hello", 0), new ChatEvent.Completed(RESPONSE));
        ChatStream outer = new ForwardingChatStream(inner) {};
        assertThat(outer.next()).isEqualTo(new ChatEvent.TextDelta("Hello", 0));

        outer.close();

        assertThat(inner.aborts).hasValue(1);
        assertThat(outer.next()).isNull();
    }

    @Test
    void aStreamWhoseInnerOneIsClosedBySomebodyElseFails() {
        Events inner = new Events();
        ChatStream outer = new ForwardingChatStream(inner) {};
        inner.close();
        assertThatThrownBy(outer::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed by somebody else");
    }

    private static final class Events extends ChatStream {

        final AtomicInteger aborts = new AtomicInteger();
        private final Deque<ChatEvent> events;

        Events(ChatEvent... events) {
            this.events = new ArrayDeque<>(List.of(events));
        }

        @Override
        protected ChatEvent pull() {
            return events.remove();
        }

        @Override
        protected void abort() {
            aborts.incrementAndGet();
        }
    }

    private static final class Inner implements ChatModel {

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            return RESPONSE;
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            return new Events(new ChatEvent.Completed(RESPONSE));
        }

        @Override
        public ModelInfo info() {
            return ModelInfo.builder("p", "m").build();
        }

        @Override
        public List<Gap> check(ChatRequest request) {
            return List.of(new Gap("seed", Gap.Effect.LEFT_OUT, "because"));
        }

        @Override
        public TokenCounter tokenCounter() {
            return (request, context) -> 3;
        }

        @Override
        public String toString() {
            return "inner";
        }
    }
}
