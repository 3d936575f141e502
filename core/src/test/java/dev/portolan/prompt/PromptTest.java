package dev.portolan.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.PromptOrigin;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenCounter;
import dev.portolan.chat.Tool;
import dev.portolan.codec.JsonCodec;
import dev.portolan.spi.ForwardingChatModel;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.PromptedChatModel;
import dev.portolan.spi.ProviderChatModel;
import dev.portolan.spi.ScriptedModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptTest {

    private static final Prompt GREETING = Prompt.of("greeting@3", "Greet {{name}}.")
            .withVariant("claude", "<greet>{{name}}</greet>")
            .withVariant("Claude-Sonnet", "Sonnet greets {{name}}")
            .withVariant("gpt-4", "GPT-4 greets {{name}}")
            .withVariant("gpt-4.1", "4.1 greets {{name}}")
            .withVariant("llama", "Llama greets {{name}}")
            .withVariant("bedrock", "Bedrock greets {{name}}");
    private static final Map<String, String> ANN = Map.of("name", "Ann", "unused", "x");

    private static ChatRequest request() {
        return ChatRequest.builder().add(GREETING.system(ANN)).user("Hello").build();
    }

    private static String sentTo(String provider, String model) {
        return request()
                .forModel(ModelInfo.builder(provider, model).build())
                .messages()
                .get(0)
                .text();
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, claude-3-5-haiku-latest, <greet>Ann</greet>",
        "bedrock, us.anthropic.claude-3-haiku-20240307-v1:0, <greet>Ann</greet>",
        "bedrock, us.anthropic.claude-sonnet-4-20250514-v1:0, Sonnet greets Ann",
        "vertex, claude-sonnet-4@20250514, Sonnet greets Ann",
        "bedrock, amazon.nova-pro-v1:0, Bedrock greets Ann",
        "bedrock, meta.llama3-1-70b-instruct-v1:0, Llama greets Ann",
        "ollama, llama3.1:8b, Llama greets Ann",
        "ollama, codellama:7b, Greet Ann.",
        "openai, GPT-4-turbo, GPT-4 greets Ann",
        "openai, gpt-4, GPT-4 greets Ann",
        "openai, gpt-4o-mini, Greet Ann.",
        "openai, gpt-4.1-mini, 4.1 greets Ann",
        "openai, gpt-4.15, Greet Ann.",
        "openai, gpt-41, Greet Ann.",
        "azure, my-deployment, Greet Ann.",
    })
    void theVariantOfTheModelThatAnswersIsSent(String provider, String model, String text) {
        assertThat(sentTo(provider, model)).isEqualTo(text);
    }

    @Test
    void aDeploymentIsKnownByTheModelBehindIt() {
        ModelInfo deployment = ModelInfo.builder("azure", "claude-lookalike")
                .baseModel("gpt-4-turbo")
                .build();

        assertThat(request().forModel(deployment).messages().get(0).text()).isEqualTo("GPT-4 greets Ann");
    }

    @Test
    void whatWasSentIsToldWithItsHashAndNothingElseIsKept() {
        List<PromptOrigin> sent = request()
                .forModel(ModelInfo.builder("anthropic", "claude-3-opus").build())
                .prompts();

        // printf '<greet>{{name}}</greet>' | sha256sum
        assertThat(sent).containsExactly(new PromptOrigin("greeting", "3", "claude", "e6d00f99cf817672", List.of()));
        assertThat(GREETING.part(ANN).prompt().hash()).isEqualTo("51fce8a643aa8364");
    }

    @Test
    void theHashIsThatOfThePromptAndNotOfItsValues() {
        assertThat(GREETING.part(Map.of("name", "Bob")).prompt().hash())
                .isEqualTo(GREETING.part(ANN).prompt().hash());
        assertThat(Prompt.of("greeting", "Greet {{name}}!").part(ANN).prompt().hash())
                .isNotEqualTo(GREETING.part(ANN).prompt().hash());
    }

    @Test
    void aRequestWithNothingToChooseIsTheVerySame() {
        ChatRequest plain = ChatRequest.of("Hello");
        ModelInfo info = ModelInfo.builder("anthropic", "claude").build();
        ChatRequest chosen = request().forModel(info);

        assertThat(plain.forModel(info)).isSameAs(plain);
        assertThat(plain.prompts()).isEmpty();
        assertThat(chosen.forModel(ModelInfo.builder("openai", "gpt-4").build()))
                .isSameAs(chosen);
    }

    @Test
    void textsOfAnyMessageAreChosenAndOthersLeftAlone() {
        ChatRequest request = ChatRequest.builder()
                .add(Message.user(new TextPart("First: "), GREETING.part(ANN)))
                .add(Message.assistant("Hm"))
                .add(GREETING.user(Map.of("name", "Bob")))
                .build()
                .forModel(ModelInfo.builder("ollama", "llama4").build());

        assertThat(request.messages().stream().map(Message::text))
                .containsExactly("First: Llama greets Ann", "Hm", "Llama greets Bob");
        assertThat(request.prompts()).hasSize(1);
    }

    @Test
    void aValueThatIsMissingInAnyVariantIsNamedAtOnce() {
        Prompt prompt = Prompt.of("p", "Plain {{a}}").withVariant("claude", "{{a}} {{b}} {{c}}");

        assertThatThrownBy(() -> prompt.system(Map.of("a", "secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The prompt \"p\", variant claude: variables: no value for b, c");
        assertThatThrownBy(() -> prompt.system(Map.of("b", "", "c", "")))
                .hasMessage("The prompt \"p\", variant claude: variables: no value for a");
        assertThatThrownBy(() -> Prompt.of("p@1", "{{a}}").part(Map.of()))
                .hasMessage("The prompt \"p@1\": variables: no value for a");
    }

    @Test
    void aValueWithBracesIsNotReadAgain() {
        assertThat(Template.of("{{a}}{{ b }}{{a b}}{{}}").fill(Map.of("a", "{{b}}", "b", "$1\\")))
                .isEqualTo("{{b}}$1\\{{a b}}{{}}");
    }

    @Test
    void templatesAreEqualByTheirText() {
        assertThat(Template.of("{{a}}")).isEqualTo(Template.of("{{a}}")).hasSameHashCodeAs(Template.of("{{a}}"));
        assertThat(Template.of("{{a}}")).isNotEqualTo(Template.of("{{b}}")).hasToString("Template[5 chars, [a]]");
    }

    @Test
    void aVariantIsNamedLikeAModel() {
        assertThatThrownBy(() -> GREETING.withVariant("../x", "")).hasMessageContaining("greeting");
        assertThat(GREETING.variant("CLAUDE")).isEqualTo(Template.of("<greet>{{name}}</greet>"));
        assertThat(GREETING.variant("gemini")).isNull();
    }

    @Test
    void jsonKeepsWhichPromptItWasAndTheTextAsItStands() {
        ChatRequest read = JsonCodec.CHAT_REQUEST.fromJson(JsonCodec.CHAT_REQUEST.toJson(request()));

        assertThat(read.messages().get(0).text()).isEqualTo("Greet Ann.");
        assertThat(read.prompts()).containsExactly(request().prompts().get(0).settled());
        assertThat(read.forModel(ModelInfo.builder("anthropic", "claude").build()))
                .isSameAs(read);
    }

    @Test
    void nothingShowsTheText() {
        assertThat(request() + request().prompts().toString() + GREETING.part(ANN) + GREETING)
                .doesNotContain("Ann", "Greet");
    }

    /** A provider's model over a scripted wire. */
    private static final class Acme extends ProviderChatModel {
        final ScriptedModel wire = new ScriptedModel();

        Acme() {
            super(
                    ModelInfo.builder("acme", "claude-9").build(),
                    ModelSettings.builder("assistant", "claude-9").build());
        }

        @Override
        protected ChatResponse send(ChatRequest request, CallContext context) {
            return wire.chat(request, context);
        }

        @Override
        protected ChatStream open(ChatRequest request, CallContext context) {
            return wire.stream(request, context);
        }
    }

    @Test
    void aProvidersModelSendsItsVariantAndTellsIt() {
        Acme model = new Acme();
        model.wire.then(ScriptedModel.answer("Hi"));
        model.wire.thenStream(new ChatEvent.Completed(ScriptedModel.answer("Hi")));
        model.wire.then(ScriptedModel.answer("Hi"));
        Tool tool = Tool.of("t", "A tool", "{\"type\":\"object\",\"properties\":{}}");

        ChatResponse whole = model.chat(request());
        ChatResponse streamed = model.stream(request()).response();
        ChatResponse withTools =
                model.chat(request().toBuilder().tools(List.of(tool)).build());

        assertThat(model.wire.requests.stream()
                        .map(sent -> sent.messages().get(0).text()))
                .containsOnly("<greet>Ann</greet>")
                .hasSize(3);
        assertThat(List.of(whole, streamed, withTools))
                .allSatisfy(response -> assertThat(response.prompts())
                        .extracting(PromptOrigin::variant)
                        .containsExactly("claude"));
    }

    @Test
    void aModelOfNoProviderIsSentItsVariantToo() {
        ScriptedModel llama =
                new ScriptedModel(ModelInfo.builder("home", "llama").build());
        llama.then(ScriptedModel.answer("Hi"));
        llama.thenStream(new ChatEvent.Completed(ScriptedModel.answer("Hi")));
        PromptedChatModel model = new PromptedChatModel(llama, llama);

        assertThat(model.chat(request()).prompts())
                .extracting(PromptOrigin::variant)
                .containsExactly("llama");
        assertThat(model.stream(request()).response().prompts())
                .extracting(PromptOrigin::variant)
                .containsExactly("llama");
        assertThat(llama.requests.stream().map(sent -> sent.messages().get(0).text()))
                .containsOnly("Llama greets Ann");
        assertThat(model.check(request())).isEmpty();
        assertThat(model.tokenCounter()).isNull();
        assertThat(model.info()).isEqualTo(llama.info());
    }

    @Test
    void tokensAreCountedOfWhatIsSent() {
        ScriptedModel llama =
                new ScriptedModel(ModelInfo.builder("home", "llama").build());
        PromptedChatModel model = new PromptedChatModel(
                new ForwardingChatModel(llama) {
                    @Override
                    public TokenCounter tokenCounter() {
                        return (request, context) ->
                                request.messages().get(0).text().length();
                    }
                },
                llama);

        assertThat(model.tokenCounter().count(request(), CallContext.EMPTY)).isEqualTo("Llama greets Ann".length());
    }
}
