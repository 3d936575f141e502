package dev.portolan.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Deadline;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.ForwardingChatModel;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecorationTest {

    private final List<Deadline> seen = new ArrayList<>();
    private final List<String> decorated = new ArrayList<>();
    private boolean around;

    /** Remembers what it stands around, and the deadlines that reach it. */
    private final DecoratorProvider watching = new DecoratorProvider() {
        @Override
        public String id() {
            return "watching";
        }

        @Override
        public int spiVersion() {
            return Spi.VERSION;
        }

        @Override
        public Position position() {
            return Position.TELEMETRY;
        }

        @Override
        public boolean aroundRouters() {
            return around;
        }

        @Override
        public List<SettingSpec> settings() {
            return List.of(SettingSpec.of("", SettingSpec.Type.BOOLEAN, "Does nothing.")
                    .withDefault("true"));
        }

        @Override
        public ChatModel decorate(ChatModel model, String name, Settings settings) {
            decorated.add(name);
            return new ForwardingChatModel(model) {
                @Override
                public ChatResponse chat(ChatRequest request, CallContext context) {
                    seen.add(context.deadline());
                    return super.chat(request, context);
                }

                @Override
                public ChatStream stream(ChatRequest request, CallContext context) {
                    seen.add(context.deadline());
                    return super.stream(request, context);
                }
            };
        }
    };

    private Portolan.Builder builder() {
        return Portolan.builder()
                .isolated()
                .extension(new FakeProvider())
                .extension(new FakeRouter())
                .extension(watching)
                .property("portolan.models.a.provider", "fake")
                .property("portolan.models.a.model", "m");
    }

    @Test
    void theTimeoutOfAModelIsTheDeadlineOutsideOfAllDecoratorsSoThatItSpansEveryAttempt() {
        try (Portolan portolan =
                builder().property("portolan.models.a.timeout", "30s").build()) {
            portolan.chatModel("a").chat(ChatRequest.of("x"));
            portolan.chatModel("a").stream(ChatRequest.of("x")).close();
        }
        assertThat(seen)
                .hasSize(2)
                .allSatisfy(deadline ->
                        assertThat(deadline.remaining()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30)));
    }

    @Test
    void aDeadlineOfTheCallWinsOverTheTimeoutOfTheModel() {
        CallContext context = CallContext.withTimeout(Duration.ofMinutes(5));
        try (Portolan portolan =
                builder().property("portolan.models.a.timeout", "30s").build()) {
            portolan.chatModel("a").chat(ChatRequest.of("x"), context);
        }
        assertThat(seen).containsExactly(context.deadline());
    }

    @Test
    void aRouterHasOnlyTheDecoratorsThatAreNamedForIt() {
        try (Portolan portolan = builder()
                .property("portolan.models.r.provider", "fallback")
                .property("portolan.models.r.targets", "a")
                .build()) {
            portolan.chatModel("r").chat(ChatRequest.of("x"));
        }
        assertThat(decorated).containsExactly("a");
    }

    @Test
    void aDecoratorNamedForARouterStandsAroundIt() {
        try (Portolan portolan = builder()
                .property("portolan.models.r.provider", "fallback")
                .property("portolan.models.r.targets", "a")
                .property("portolan.models.r.watching", "true")
                .build()) {
            portolan.chatModel("r").chat(ChatRequest.of("x"));
        }
        assertThat(decorated).containsExactlyInAnyOrder("a", "r");
    }

    @Test
    void aDecoratorThatAsksForItStandsAroundRoutersUnnamed() {
        around = true;
        try (Portolan portolan = builder()
                .property("portolan.models.r.provider", "fallback")
                .property("portolan.models.r.targets", "a")
                .build()) {
            portolan.chatModel("r").chat(ChatRequest.of("x"));
        }
        assertThat(decorated).containsExactlyInAnyOrder("a", "r");
    }
}
