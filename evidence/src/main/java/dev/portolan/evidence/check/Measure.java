package dev.portolan.evidence.check;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Usage;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.PriceSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an answer took: time, tokens, money. A figure that is not known is missing, never 0. Measures give figures for statistics, and
 * checks against a limit. Immutable and thread-safe.
 *
 * <p>Time and money of an answer that came from a cache or a recording are not known ({@link Observation#replayed}).
 */
public final class Measure {

    /** Seconds from sending the request until the answer was complete; no time at all is one that nobody took. */
    public static final Measure LATENCY = new Measure(
            "latency",
            "s",
            seen -> fresh(seen, response -> seconds(response.timings().total())));

    /** Seconds from sending the request until the first visible event of a stream; not known of calls that do not stream. */
    public static final Measure FIRST_TOKEN_LATENCY = new Measure(
            "first-token-latency",
            "s",
            seen -> fresh(seen, response -> seconds(response.timings().firstToken())));

    /** Input tokens, those of caches included. */
    public static final Measure INPUT_TOKENS = tokens("input-tokens", Usage::inputTokens);

    /** Output tokens, reasoning included. */
    public static final Measure OUTPUT_TOKENS = tokens("output-tokens", Usage::outputTokens);

    /** Input and output tokens. */
    public static final Measure TOTAL_TOKENS = tokens("total-tokens", Usage::totalTokens);

    private final String name;
    private final String unit;
    private final Function<Observation, @Nullable BigDecimal> figure;

    private Measure(String name, String unit, Function<Observation, @Nullable BigDecimal> figure) {
        this.name = name;
        this.unit = unit;
        this.figure = figure;
    }

    /**
     * Money for an answer. Unknown where the source knows no price of the model that answered, or one in another currency.
     *
     * @param prices what models cost
     * @param currency the money that figures are in
     * @return the measure {@code cost}
     * @see Price#of
     */
    public static Measure cost(PriceSource prices, Currency currency) {
        Objects.requireNonNull(prices, "prices");
        return new Measure(
                "cost",
                currency.getCurrencyCode(),
                seen -> fresh(seen, response -> {
                    Price price = prices.price(response.provider(), response.model(), response.usage(), null);
                    return price == null || !price.currency().equals(currency) ? null : price.of(response.usage());
                }));
    }

    private static Measure tokens(String name, Function<Usage, @Nullable Long> count) {
        return new Measure(name, "tokens", seen -> {
            ChatResponse response = seen.answer().response();
            Long tokens = response == null ? null : count.apply(response.usage());
            return tokens == null ? null : BigDecimal.valueOf(tokens);
        });
    }

    private static @Nullable BigDecimal fresh(Observation seen, Function<ChatResponse, @Nullable BigDecimal> figure) {
        ChatResponse response = seen.answer().response();
        return response == null || seen.replayed() ? null : figure.apply(response);
    }

    private static @Nullable BigDecimal seconds(@Nullable Duration time) {
        return time == null || time.isZero() ? null : BigDecimal.valueOf(time.toNanos(), 9);
    }

    /**
     * What it is called.
     *
     * @return such as {@code latency}
     */
    public String name() {
        return name;
    }

    /**
     * What its figures count.
     *
     * @return {@code s}, {@code tokens} or the code of a currency
     */
    public String unit() {
        return unit;
    }

    /**
     * The figure of an answer.
     *
     * @param observation the answer
     * @return the figure, or {@code null} when it is not known
     */
    public @Nullable BigDecimal of(Observation observation) {
        return figure.apply(observation);
    }

    /**
     * 1 when the figure is at most the limit, else 0; missing when it is not known.
     *
     * @param limit in the unit of the measure
     * @return a check of the measure's name
     */
    public Check atMost(BigDecimal limit) {
        Objects.requireNonNull(limit, "limit");
        return Check.of(name, seen -> {
            BigDecimal found = of(seen);
            return found == null
                    ? missing(seen)
                    : Score.of(found.compareTo(limit) <= 0, words(found) + ", the limit is " + words(limit));
        });
    }

    /**
     * 1 when the time is at most the limit, else 0; missing when it is not known.
     *
     * @param limit the longest time
     * @return a check of the measure's name
     * @throws IllegalStateException when this is no measure of time
     */
    public Check atMost(Duration limit) {
        if (!unit.equals("s")) {
            throw new IllegalStateException(name + " is counted in " + unit + ", not in time");
        }
        return atMost(BigDecimal.valueOf(limit.toNanos(), 9));
    }

    private Score missing(Observation seen) {
        return Score.missing(
                seen.answer().response() == null
                        ? "the prompt was blocked"
                        : seen.replayed() && !unit.equals("tokens")
                                ? "the answer came from a cache or a recording"
                                : "the " + name.replace('-', ' ') + " is not known");
    }

    private String words(BigDecimal figure) {
        return figure.stripTrailingZeros().toPlainString() + " " + unit;
    }

    @Override
    public String toString() {
        return "Measure[" + name + ", " + unit + "]";
    }
}
