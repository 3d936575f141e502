package dev.portolan.routing.eligibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.config.ConfigurationException;
import dev.portolan.error.NoEligibleRoute;
import dev.portolan.routing.resolve.CatalogModelResolver;
import dev.portolan.routing.route.FallbackRouter;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where calls may be answered, by properties and tags alone. */
class ConfiguredResidencyTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");
    private static final CallContext IN_THE_EU =
            CallContext.builder().tag(Residency.TAG, "eu").build();

    private final Places bedrock = new Places("bedrock");
    private final Places openai = new Places("openai");

    private Portolan.Builder builder() {
        return Portolan.builder()
                .isolated()
                .extension(bedrock)
                .extension(openai)
                .extension(new FallbackRouter())
                .extension(new ResidencyDecorator(Places::catalog))
                .extension(new PolicyDecorator())
                .extension(CatalogModelResolver.of(Places::catalog, Clock.systemUTC()));
    }

    /** A router over a model in the US and one in the EU. */
    private Portolan.Builder both() {
        return builder()
                .property("portolan.models.us.provider", "bedrock")
                .property("portolan.models.us.model", "us." + Places.LITE)
                .property("portolan.models.eu.provider", "bedrock")
                .property("portolan.models.eu.model", "eu." + Places.LITE)
                .property("portolan.models.assistant.provider", "fallback")
                .property("portolan.models.assistant.targets", "us,eu");
    }

    @Test
    void aRoutersResidencyBindsItsTargets() {
        try (Portolan portolan =
                both().property("portolan.models.assistant.residency", "eu").build()) {
            ChatResponse response = portolan.chatModel("assistant").chat(REQUEST);

            assertThat(bedrock.sent).containsExactly("eu." + Places.LITE);
            assertThat(bedrock.contexts.get(0).tags()).containsEntry(Residency.TAG, "eu");
            assertThat(response.attempts()).extracting(Attempt::outcome).containsExactly("no-eligible-route", "ok");
            assertThat(response.attempts().get(0).note())
                    .startsWith("passed over: us is not known to be answered in eu: its id and connection say us");
        }
    }

    @Test
    void aCallsTagBindsItAlone() {
        try (Portolan portolan = both().build()) {
            ChatModel assistant = portolan.chatModel("assistant");
            assistant.chat(REQUEST, IN_THE_EU);
            assistant.chat(REQUEST);
            try (ChatStream stream = assistant.stream(REQUEST, IN_THE_EU)) {
                assertThat(stream.next()).isNotNull();
            }

            assertThat(bedrock.sent).containsExactly("eu." + Places.LITE, "us." + Places.LITE, "eu." + Places.LITE);
            assertThatThrownBy(() -> portolan.chatModel("us").chat(REQUEST, IN_THE_EU))
                    .isInstanceOf(NoEligibleRoute.class)
                    .hasMessageContaining("portolan.models.us.residency.declared");
            try (ChatStream refused = portolan.chatModel("us").stream(REQUEST, IN_THE_EU)) {
                assertThatThrownBy(refused::next).isInstanceOf(NoEligibleRoute.class);
            }
            assertThat(bedrock.sent).hasSize(3);
        }
    }

    @Test
    void whatTheRouterAndTheCallAskForMustBothBeMet() {
        try (Portolan portolan =
                both().property("portolan.models.assistant.residency", "eu,us").build()) {
            ChatModel assistant = portolan.chatModel("assistant");
            assistant.chat(REQUEST, IN_THE_EU);

            assertThat(bedrock.sent).containsExactly("eu." + Places.LITE);
            assertThatThrownBy(() -> assistant.chat(
                            REQUEST,
                            CallContext.builder().tag(Residency.TAG, "jp").build()))
                    .isInstanceOfSatisfying(
                            NoEligibleRoute.class,
                            error -> assertThat(error.attempts()).hasSize(2));
            assertThat(bedrock.sent).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            eu.amazon.nova-lite-v1:0,     -,            -,                                                   true
            eu.amazon.nova-lite-v1:0,     eu-west-1,    -,                                                   true
            eu.amazon.nova-lite-v1:0,     us-east-1,    -,                                                   false
            eu.amazon.nova-lite-v1:0,     eu-west-1,    https://gateway.example.com,                         false
            us.amazon.nova-lite-v1:0,     -,            -,                                                   false
            global.amazon.nova-lite-v1:0, eu-central-1, -,                                                   false
            amazon.nova-lite-v1:0,        eu-central-1, -,                                                   true
            amazon.nova-lite-v1:0,        eu-west-2,    -,                                                   false
            amazon.nova-lite-v1:0,        -,            -,                                                   false
            amazon.nova-lite-v1:0,        -,            https://bedrock-runtime.eu-central-1.amazonaws.com,  true
            amazon.nova-lite-v1:0,        eu-central-1, https://bedrock-runtime.us-east-1.amazonaws.com,     false
            amazon.nova-nobody-v1:0,      eu-central-1, -,                                                   false
            """)
    void aPlaceIsToldByTheIdTheRegionAndTheAddressTogether(
            String model,
            @org.jspecify.annotations.Nullable String region,
            @org.jspecify.annotations.Nullable String endpoint,
            boolean inTheEu) {
        Portolan.Builder builder = builder()
                .property("portolan.models.a.provider", "bedrock")
                .property("portolan.models.a.model", model)
                .property("portolan.models.a.residency", "eu");
        if (region != null) {
            builder.property("portolan.providers.bedrock.region", region);
        }
        if (endpoint != null) {
            builder.property("portolan.providers.bedrock.endpoint", endpoint);
        }
        try (Portolan portolan = builder.build()) {
            ChatModel chat = portolan.chatModel("a");
            if (inTheEu) {
                chat.chat(REQUEST);
                assertThat(chat.tokenCounter()).isNotNull();
            } else {
                assertThatThrownBy(() -> chat.chat(REQUEST)).isInstanceOf(NoEligibleRoute.class);
                assertThat(chat.tokenCounter()).isNull();
            }
        }
        assertThat(bedrock.sent).hasSize(inTheEu ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "https://eu.api.openai.com/v1, true",
        "https://api.openai.com/v1, false",
        "http://localhost:8000/v1, false"
    })
    void theAddressTellsWhereOpenAiAnswers(String address, boolean inTheEu) {
        try (Portolan portolan = builder()
                .property("portolan.providers.openai.base-url", address)
                .property("portolan.models.a.provider", "openai")
                .property("portolan.models.a.model", "mini")
                .build()) {
            if (inTheEu) {
                portolan.chatModel("a").chat(REQUEST, IN_THE_EU);
            } else {
                assertThatThrownBy(() -> portolan.chatModel("a").chat(REQUEST, IN_THE_EU))
                        .isInstanceOf(NoEligibleRoute.class);
            }
        }
        assertThat(openai.sent).hasSize(inTheEu ? 1 : 0);
    }

    @Test
    void aResourceOfOnesOwnHidesWhereItSendsAndAGlobalIdStaysGlobalBesideAStatedModel() {
        for (String model : new String[] {
            "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc", "global." + Places.LITE
        }) {
            try (Portolan portolan = builder()
                    .property("portolan.providers.bedrock.region", "eu-central-1")
                    .property("portolan.models.a.provider", "bedrock")
                    .property("portolan.models.a.model", model)
                    .property("portolan.models.a.base-model", Places.LITE)
                    .build()) {
                assertThatThrownBy(() -> portolan.chatModel("a").chat(REQUEST, IN_THE_EU))
                        .isInstanceOf(NoEligibleRoute.class);
            }
        }
        assertThat(bedrock.sent).isEmpty();
    }

    @Test
    void aDeclaredPlaceStandsInForWhatNobodyKnows() {
        try (Portolan portolan = builder()
                .property("portolan.providers.openai.base-url", "http://localhost:8000/v1")
                .property("portolan.models.a.provider", "openai")
                .property("portolan.models.a.model", "mine")
                .property("portolan.models.a.residency.declared", "region:swedencentral")
                .build()) {
            portolan.chatModel("a").chat(REQUEST, IN_THE_EU);
            assertThatThrownBy(() -> portolan.chatModel("a")
                            .chat(
                                    REQUEST,
                                    CallContext.builder()
                                            .tag(Residency.TAG, "us")
                                            .build()))
                    .isInstanceOf(NoEligibleRoute.class)
                    .hasMessageContaining("it is declared to be in region:swedencentral");
        }
        assertThat(openai.sent).hasSize(1);
    }

    @Test
    void targetsThatWerePutInByHandNeedADeclaredPlace() {
        ChatModel hand;
        try (Portolan source = builder()
                .property("portolan.models.a.provider", "openai")
                .property("portolan.models.a.model", "mine")
                .build()) {
            hand = source.chatModel("a");
            Portolan.Builder routed = builder()
                    .model("hand", hand)
                    .property("portolan.models.assistant.provider", "fallback")
                    .property("portolan.models.assistant.targets", "hand");
            try (Portolan portolan = routed.build()) {
                assertThatThrownBy(() -> portolan.chatModel("assistant").chat(REQUEST, IN_THE_EU))
                        .isInstanceOf(NoEligibleRoute.class)
                        .hasMessageContaining("portolan.models.assistant.residency.declared");
                portolan.chatModel("assistant").chat(REQUEST);
            }
            try (Portolan portolan = routed.property("portolan.models.assistant.residency.declared", "us")
                    .build()) {
                portolan.chatModel("assistant")
                        .chat(REQUEST, CallContext.builder().tag("other", "x").build());
                assertThatThrownBy(() -> portolan.chatModel("assistant").chat(REQUEST, IN_THE_EU))
                        .isInstanceOf(NoEligibleRoute.class)
                        .hasMessageContaining("it is declared to be in us");
            }
        }
        assertThat(openai.sent).hasSize(2);
    }

    @Test
    void namesThatAreNoPlacesAreMistakes() {
        for (Map.Entry<String, String> mistake :
                Map.of("residency", "E U", "residency.declared", "E U").entrySet()) {
            try (Portolan portolan = both().property("portolan.models.eu." + mistake.getKey(), mistake.getValue())
                    .build()) {
                assertThatThrownBy(() -> portolan.chatModel("eu").chat(REQUEST))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("is no zone such as eu");
            }
        }
    }

    @Test
    void aModelLikeAnotherIsFoundWhereItMayBeAnswered() {
        try (Portolan portolan = builder()
                .property("portolan.models.a.provider", "bedrock")
                .property("portolan.models.a.like", "nova-lite")
                .property("portolan.models.a.residency", "eu")
                .build()) {
            assertThat(portolan.describe("a").model()).isEqualTo("eu." + Places.LITE);
            portolan.chatModel("a").chat(REQUEST);
        }
        assertThatThrownBy(() -> builder()
                        .property("portolan.models.a.provider", "bedrock")
                        .property("portolan.models.a.like", "nova-lite")
                        .property("portolan.models.a.residency", "jp")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no model of the provider");
    }

    @Test
    void aPolicyRefusesBeforeAnythingIsSentAndRoutersPassTheModelOver() {
        try (Portolan portolan = both().property("portolan.models.us.policy.deny.trials", "tag.plan=trial")
                .property("portolan.models.us.policy.allow.ours", "tenant=acme|globex")
                .build()) {
            ChatModel assistant = portolan.chatModel("assistant");
            assistant.chat(REQUEST, CallContext.builder().tenant("acme").build());
            assistant.chat(REQUEST, CallContext.builder().tenant("other").build());
            ChatResponse trial = assistant.chat(
                    REQUEST,
                    CallContext.builder().tenant("acme").tag("plan", "trial").build());

            assertThat(bedrock.sent).containsExactly("us." + Places.LITE, "eu." + Places.LITE, "eu." + Places.LITE);
            assertThat(trial.attempts().get(0).note())
                    .isEqualTo("passed over: the policy of us refuses the call: deny.trials");
        }
        try (Portolan portolan = both().property("portolan.models.us.policy.deny.all", "tenant=*")
                .property("portolan.models.us.policy", "off")
                .property("portolan.models.eu.policy.deny.none", "tenant")
                .build()) {
            portolan.chatModel("us")
                    .chat(REQUEST, CallContext.builder().tenant("acme").build());
            assertThatThrownBy(() -> portolan.chatModel("eu").chat(REQUEST))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("deny.none");
        }
    }
}
