package dev.portolan.routing.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.config.ConfigurationException;
import dev.portolan.error.BudgetExceeded;
import dev.portolan.routing.route.FallbackRouter;
import dev.portolan.routing.state.InMemoryStateStore;
import dev.portolan.routing.state.StateStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Budgets by properties alone. */
class BudgetDecoratorTest {

    private static final String STATE = "budget-decorator-test";

    private static final ChatRequest REQUEST =
            ChatRequest.builder().user("Hello, reader!!").maxOutputTokens(91).build();

    private final Costly costly = new Costly("one").using(9, 91);
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void register() {
        StateStores.register(STATE, new InMemoryStateStore());
    }

    @AfterEach
    void deregister() {
        StateStores.deregister(STATE);
    }

    private Portolan.Builder configuration(Map<String, String> settings) {
        Portolan.Builder builder = Portolan.builder()
                .isolated()
                .extension(new FallbackRouter())
                .extension(new BudgetDecorator(List.of((status, percent) -> told.add(status.budget() + percent))))
                .model("a", costly)
                .property("portolan.models.assistant.provider", "fallback")
                .property("portolan.models.assistant.targets", "a")
                .property("portolan.models.assistant.budget.state", STATE);
        settings.forEach((key, value) -> builder.property("portolan.models.assistant.budget" + key, value));
        return builder;
    }

    @Test
    void limitsAloneSwitchItOnAroundRoutersToo() {
        try (Portolan portolan = configuration(Map.of(
                        ".limits.team", "300 tokens per month by tenant",
                        ".limits.all", "100000 tokens in total",
                        ".margin", "0",
                        ".alert-at", "30, 60",
                        ".zone", "Europe/Berlin",
                        ".lease", "5m",
                        ".output-tokens", "100",
                        ".reserve-attempts", "2",
                        ".unknown-outcome", "input",
                        ".on-store-failure", "allow"))
                .build()) {
            ChatModel assistant = portolan.chatModel("assistant");
            CallContext acme = CallContext.builder().tenant("acme").build();
            assistant.chat(REQUEST, acme);
            assistant.chat(REQUEST, acme);
            // two sendings of a hundred are reserved, and one is left
            assertThatThrownBy(() -> assistant.chat(REQUEST, acme)).isInstanceOf(BudgetExceeded.class);
            assistant.chat(REQUEST, CallContext.builder().tenant("other").build());

            assertThat(costly.calls).hasValue(3);
            assertThat(told).containsExactly("team30", "team60", "team30");
            assertThat(Budgets.shared(STATE).status())
                    .extracting(status -> status.budget() + status.owner())
                    .containsExactly("all{}", "team{tenant=acme}", "team{tenant=other}");
        }
    }

    @Test
    void itCanBeSwitchedOff() {
        try (Portolan portolan = configuration(Map.of("", "off", ".limits.none", "1 tokens per day"))
                .build()) {
            portolan.chatModel("assistant").chat(REQUEST);
        }
        assertThat(costly.calls).hasValue(1);
    }

    @Test
    void aPriceForModelsWithoutOneCanBeGiven() {
        try (Portolan portolan = configuration(
                        Map.of(".limits.money", "1 USD per day", ".unknown-price", "1000/2000", ".margin", "0"))
                .build()) {
            portolan.chatModel("assistant").chat(REQUEST);
        }
        assertThat(Budgets.shared(STATE).status().get(0).spent()).isEqualByComparingTo("0.191");
    }

    @Test
    void mistakesAreToldWithTheirSetting() {
        mistake(Map.of(".limits.b", "5 USD per week"), "limits.b");
        mistake(Map.of(".limits.b", "5 USD per day", ".zone", "Mars"), "zone");
        mistake(Map.of(".limits.b", "5 USD per day", ".alert-at", "many"), "alert-at");
        mistake(Map.of(".limits.b", "5 USD per day", ".alert-at", "0.5"), "alert-at");
        mistake(Map.of(".limits.b", "5 USD per day", ".state", "nowhere"), "nowhere");
        mistake(Map.of(".limits.b", "5 USD per day", ".lease", "1s"), "lease");
        mistake(Map.of(".limits.b", "5 USD per day", ".margin", "-1"), "margin");
        mistake(Map.of(".limits.b", "5 USD per day", ".output-tokens", "0"), "output-tokens");
        mistake(Map.of(".limits.b", "5 USD per day", ".reserve-attempts", "0"), "reserve-attempts");
        mistake(Map.of(".limits.b", "5 USD per day", ".unknown-price", "3"), "unknown-price");
        mistake(Map.of(".limits.b", "5 tokens per day", ".unknown-price", "3/15"), "unknown-price");
        mistake(
                Map.of(".limits.b", "5 USD per day", ".limits.c", "5 EUR per day", ".unknown-price", "3/15"),
                "unknown-price");
    }

    private void mistake(Map<String, String> settings, String says) {
        try (Portolan portolan = configuration(settings).build()) {
            assertThatThrownBy(() -> portolan.chatModel("assistant").chat(REQUEST))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(says);
        }
    }
}
