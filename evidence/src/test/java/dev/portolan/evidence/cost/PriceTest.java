package dev.portolan.evidence.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.Usage;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Currency;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceTest {

    private static final Currency USD = Currency.getInstance("USD");
    private static final Price MINI =
            new Price(USD, new BigDecimal("0.15"), new BigDecimal("0.60"), new BigDecimal("0.075"), null);

    @Test
    void thePriceOfCachedTokensMustBeKnownWhereThereAreSome() {
        Usage written = Usage.builder()
                .inputTokens(10L)
                .outputTokens(1L)
                .cacheWriteInputTokens(4L)
                .build();
        assertThat(MINI.of(written)).isNull();
        Price whole = new Price(USD, BigDecimal.ONE, BigDecimal.TEN, null, new BigDecimal("1.25"));
        assertThat(whole.of(written)).isEqualByComparingTo("0.000021");
        assertThat(whole.of(Usage.builder()
                        .inputTokens(10L)
                        .outputTokens(1L)
                        .cachedInputTokens(4L)
                        .build()))
                .isNull();
        assertThat(whole.of(Usage.builder()
                        .inputTokens(10L)
                        .outputTokens(0L)
                        .cachedInputTokens(0L)
                        .build()))
                .isEqualByComparingTo("0.00001");
        assertThat(whole.of(Usage.builder().inputTokens(10L).build())).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Price(USD, new BigDecimal(-1), BigDecimal.ONE, null, null));
    }

    @Test
    void reasoningCostsWhatOutputDoesUnlessItHasAPriceOfItsOwn() throws IOException {
        Usage thought = Usage.builder()
                .inputTokens(1_000_000L)
                .outputTokens(1_000_000L)
                .reasoningTokens(400_000L)
                .build();
        String text = "currency=USD\na/m.input=1\na/m.output=10\n";

        assertThat(prices(text).price("a", "m").of(thought)).isEqualByComparingTo("11");
        assertThat(prices(text + "a/m.reasoning=5").price("a", "m").of(thought)).isEqualByComparingTo("9");
        assertThat(prices(text + "a/m.reasoning=5").price("a", "m").of(Usage.of(1_000_000, 1_000_000)))
                .isEqualByComparingTo("11");
    }

    private static PropertiesPrices prices(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return PropertiesPrices.of(properties);
    }

    @Test
    void pricesStandInAPropertiesFile(@TempDir Path folder) throws IOException {
        String text = """
                currency=USD
                openai/gpt-4o-mini*.input=0.15
                openai/gpt-4o-mini*.output=0.60
                openai/gpt-4o-mini*.cached-input=0.075
                openai/gpt-4o*.input=2.50
                openai/gpt-4o*.output=10
                */gpt-4o-mini-2024-07-18.input=9
                */gpt-4o-mini-2024-07-18.output=9
                bedrock/anthropic.claude-v1\\:0.input=0.8
                bedrock/anthropic.claude-v1\\:0.output=4
                bedrock/anthropic.claude-v1\\:0.cache-write=1
                """;
        PropertiesPrices prices = PropertiesPrices.read(Files.writeString(folder.resolve("p.properties"), text));
        assertThat(prices.price("openai", "gpt-4o-mini-2024-07-18")).isEqualTo(MINI);
        assertThat(prices.price("openai", "gpt-4o-2024-08-06").input()).isEqualByComparingTo("2.5");
        assertThat(prices.price("azure", "gpt-4o-mini-2024-07-18").input()).isEqualByComparingTo("9");
        assertThat(prices.price("bedrock", "anthropic.claude-v1:0").cacheWrite())
                .isEqualByComparingTo("1");
        assertThat(prices.price("bedrock", "anthropic.claude-v1:0").cachedInput())
                .isNull();
        assertThat(prices.price("openai", "gpt-3")).isNull();
        assertThat(prices.price("bedrock", "gpt-4o")).isNull();
        assertThat(prices.orElse((provider, model) -> MINI).price("openai", "gpt-3"))
                .isEqualTo(MINI);
        assertThat(prices.orElse((provider, model) -> null)
                        .price("openai", "gpt-4o")
                        .output())
                .isEqualByComparingTo("10");
        assertThat(prices).hasToString("PropertiesPrices[4 models]");
        assertThatThrownBy(() -> PropertiesPrices.read(folder.resolve("none")))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void allMistakesOfAPriceFileAreToldAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> prices("currency=money\nopenai/a.input=1\nopenai/b.input=-1\nopenai/b.output=x\n"
                        + "c.input=1\nopenai/d.cheap=1\nopenai/.input=1"))
                .withMessageContaining("currency")
                .withMessageContaining("openai/a needs both")
                .withMessageContaining("openai/b.input")
                .withMessageContaining("openai/b.output")
                .withMessageContaining("c.input")
                .withMessageContaining("openai/d.cheap")
                .withMessageContaining("openai/.input");
        assertThatIllegalArgumentException().isThrownBy(() -> prices(""));
    }
}
