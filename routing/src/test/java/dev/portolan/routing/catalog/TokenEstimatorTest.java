package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.evidence.cost.Money;
import dev.portolan.schema.JsonSchema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenEstimatorTest {

    /** The examples and their counts are those of OpenAI's cookbook, "How to count tokens with tiktoken". */
    private static final String BIRTHDAY = "お誕生日おめでとう";

    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}";

    private static TokenEstimator of(String tokenizer, String factor) {
        return TokenEstimator.of(Chart.chat("a/x", Tier.MINI)
                .tokenizer(tokenizer)
                .tokenizerFactor(new BigDecimal(factor))
                .build());
    }

    @Test
    void openAisModelsAreCountedByTheirOwnEncoding() {
        assertThat(of("o200k_base", "1").estimate(BIRTHDAY).tokens()).isEqualTo(8);
        assertThat(of("cl100k_base", "1.05").estimate(BIRTHDAY).tokens()).isEqualTo(9);
        assertThat(of("o200k_base", "1").estimate("2 + 2 = 4").tokens()).isEqualTo(7);
        InputEstimate exact = of("cl100k_base", "1.05").estimate("antidisestablishmentarianism");
        assertThat(exact.method()).isEqualTo(InputEstimate.Method.EXACT_ENCODING);
        assertThat(exact.tokens()).isEqualTo(6);
        assertThat(exact).hasToString("6 tokens (own encoding)");
    }

    @Test
    void othersAreCountedByTheFactorOfTheirTokenizerAndLabelled() {
        InputEstimate claude = of("claude-4.7", "1.45").estimate("2 + 2 = 4");
        assertThat(claude.method()).isEqualTo(InputEstimate.Method.FACTOR);
        assertThat(claude.factor()).isEqualByComparingTo("1.45");
        // 7 x 1.45 = 10.15
        assertThat(claude.tokens()).isEqualTo(11);
        assertThat(claude).hasToString("about 11 tokens (factor 1.45)");
    }

    @Test
    void aModelWithoutAFactorIsCountedAsOpenAisAndThatIsSaid() {
        InputEstimate unknown =
                TokenEstimator.of(Chart.chat("a/x", Tier.MINI).build()).estimate("2 + 2 = 4");
        assertThat(unknown.tokens()).isEqualTo(7);
        assertThat(unknown.method()).isEqualTo(InputEstimate.Method.FACTOR);
        assertThat(unknown.assumptions()).singleElement().asString().contains("a/x is not known");
    }

    @Test
    void charactersAreCountedWhenAskedFor() {
        InputEstimate estimate = TokenEstimator.characters().estimate("12345678");
        assertThat(estimate.tokens()).isEqualTo(2);
        assertThat(estimate).hasToString("about 2 tokens (by characters)");
        assertThat(TokenEstimator.characters().method()).isEqualTo(InputEstimate.Method.CHARACTERS);
    }

    @Test
    void whatLooksLikeASpecialTokenIsText() {
        assertThat(of("o200k_base", "1").estimate("<|endoftext|>").tokens()).isGreaterThan(1);
    }

    @Test
    void aMessageTakesFourTokensMoreAndTheAnswersBeginningThree() {
        ChatRequest request =
                ChatRequest.builder().system("2 + 2 = 4").user("2 + 2 = 4").build();
        InputEstimate estimate = of("o200k_base", "1").estimate(request);
        assertThat(estimate.tokens()).isEqualTo(3 + 2 * (4 + 7));
        assertThat(estimate.assumptions()).hasSize(1);
        assertThat(of("o200k_base", "1").tokens(Message.user("2 + 2 = 4"))).isEqualTo(11);
        assertThat(of("claude-4.7", "2").tokens(Message.user("2 + 2 = 4"))).isEqualTo(22);
    }

    @Test
    void toolsSchemasAndImagesAreCountedAndSaidToBeAssumed() {
        TokenEstimator estimator = of("o200k_base", "1");
        long json = estimator.estimate(SCHEMA).tokens();
        long name = estimator.estimate("weather").tokens();
        long words = estimator.estimate("The weather of a city").tokens();
        ChatRequest request = ChatRequest.builder()
                .add(Message.user(new TextPart("2 + 2 = 4"), new ImagePart(Media.of(new byte[] {1}, "image/png"))))
                .tools(List.of(Tool.of("weather", "The weather of a city", SCHEMA)))
                .outputFormat(new OutputFormat.Schema("answer", JsonSchema.of(SCHEMA), null, null))
                .build();
        InputEstimate estimate = estimator.estimate(request);
        assertThat(estimate.tokens()).isEqualTo(3 + 4 + 7 + 1_500 + (12 + name + words + json) + json);
        assertThat(estimate.assumptions()).hasSize(4);
    }

    private static final ModelCatalog CATALOG = new Chart()
            .with(
                    Chart.chat("a/plain", Tier.MINI).reasoning(false),
                    Chart.offer(Cloud.BEDROCK, "plain", "a/plain", "1", "10"))
            .with(
                    Chart.chat("a/always", Tier.MINI)
                            .reasoning(true)
                            .behaviours(List.of(new Behaviour(Behaviours.REASONS_ALWAYS, Map.of(), "always reasons"))),
                    Chart.offer(Cloud.BEDROCK, "always", "a/always", "1", "10"))
            .with(
                    Chart.chat("a/asked", Tier.MINI).reasoning(true),
                    Chart.offer(Cloud.BEDROCK, "asked", "a/asked", "1", "10"))
            .build();

    private static Cost projected(String id, String effort) {
        return CATALOG.projectedCost(
                CATALOG.offer(Cloud.BEDROCK, id),
                TokenEstimator.characters().estimate("x".repeat(4_000)),
                100,
                effort,
                PriceTerms.on(Chart.TODAY));
    }

    @Test
    void aProjectedCostCountsWhatReasoningAddsAndSaysThatItIsAssumed() {
        // 1,000 x 1 + 100 x 10
        assertThat(projected("plain", "high").total()).isEqualTo(Money.of("0.002", "USD"));
        assertThat(projected("plain", "high").assumptions()).containsExactly("about 1000 tokens (by characters)");
        assertThat(projected("asked", null).total()).isEqualTo(Money.of("0.002", "USD"));
        // 1,000 x 1 + 100 x 10 x 6, of which 500 x 10 are reasoning
        Cost high = projected("asked", "HIGH");
        assertThat(high.total()).isEqualTo(Money.of("0.007", "USD"));
        assertThat(high.reasoning()).isEqualTo(Money.of("0.005", "USD"));
        assertThat(high.assumptions()).anyMatch(said -> said.contains("6 times as long") && said.contains("assumed"));
        assertThat(projected("always", null).total()).isEqualTo(Money.of("0.004", "USD"));
        assertThat(projected("always", "none").total()).isEqualTo(Money.of("0.004", "USD"));
        assertThat(projected("asked", "none").total()).isEqualTo(Money.of("0.002", "USD"));
    }
}
