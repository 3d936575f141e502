package dev.portolan.evidence.cost;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Prices from a properties file, for a million tokens each:
 *
 * <pre>{@code
 * currency=USD
 * openai/gpt-4o-mini*.input=0.15
 * openai/gpt-4o-mini*.output=0.60
 * openai/gpt-4o-mini*.cached-input=0.075
 * bedrock/anthropic.claude-3-5-haiku*.input=0.80
 * bedrock/anthropic.claude-3-5-haiku*.output=4.00
 * bedrock/anthropic.claude-3-5-haiku*.cache-write=1.00
 * *}{@code /my-fine-tune.input=0.30
 * *}{@code /my-fine-tune.output=1.20
 * }</pre>
 *
 * <p>A key is {@code provider/model.what}; {@code *} for the provider is any, one at the end of the model stands for the rest of
 * its name. A colon or blank in a key is written with a backslash, as in all properties files. Of several that fit, the one with the
 * provider's name goes before {@code *}, then the longer name. Immutable and thread-safe.
 */
public final class PropertiesPrices implements PriceSource {

    private static final Set<String> WHAT = Set.of("input", "output", "cached-input", "cache-write", "reasoning");

    private final Map<String, Price> prices;

    private PropertiesPrices(Map<String, Price> prices) {
        this.prices = prices;
    }

    /**
     * Reads a file in UTF-8.
     *
     * @param file the file
     * @return its prices
     * @throws UncheckedIOException when it cannot be read
     * @throws IllegalArgumentException when keys or values are wrong; the message lists all of them
     */
    public static PropertiesPrices read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read prices from " + file, e);
        }
        return new PropertiesPrices(parse(file.toString(), properties));
    }

    /**
     * Takes prices from properties.
     *
     * @param properties as in a file
     * @return the prices
     * @throws IllegalArgumentException when keys or values are wrong; the message lists all of them
     */
    public static PropertiesPrices of(Properties properties) {
        return new PropertiesPrices(parse("prices", properties));
    }

    private static Map<String, Price> parse(String source, Properties properties) {
        List<String> wrong = new ArrayList<>();
        Currency currency = currency(properties.getProperty("currency"), wrong);
        Map<String, Map<String, BigDecimal>> amounts = new TreeMap<>();
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            int dot = key.lastIndexOf('.');
            int slash = key.indexOf('/');
            if (key.equals("currency")) {
                continue;
            }
            if (slash < 1 || dot < slash + 2 || !WHAT.contains(key.substring(dot + 1))) {
                wrong.add(key + " is not of the form provider/model.what, with what one of "
                        + String.join(", ", new TreeSet<>(WHAT)));
                continue;
            }
            BigDecimal amount = amount(properties.getProperty(key).strip());
            if (amount == null) {
                wrong.add(key + " must be a number that is not negative");
            } else {
                amounts.computeIfAbsent(key.substring(0, dot), model -> new TreeMap<>())
                        .put(key.substring(dot + 1), amount);
            }
        }
        Map<String, Price> prices = new TreeMap<>();
        amounts.forEach((model, of) -> {
            BigDecimal input = of.get("input");
            BigDecimal output = of.get("output");
            if (input == null || output == null) {
                wrong.add(model + " needs both input and output");
            } else if (currency != null) {
                prices.put(
                        model,
                        new Price(
                                currency,
                                input,
                                output,
                                of.get("cached-input"),
                                of.get("cache-write"),
                                of.get("reasoning")));
            }
        });
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(source + ": " + String.join("; ", wrong));
        }
        return prices;
    }

    private static @Nullable Currency currency(@Nullable String code, List<String> wrong) {
        try {
            if (code != null) {
                return Currency.getInstance(code.strip());
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        wrong.add("currency must be a code of ISO 4217 such as USD");
        return null;
    }

    private static @Nullable BigDecimal amount(String text) {
        return text.matches("[0-9]{1,12}(\\.[0-9]{1,12})?") ? new BigDecimal(text) : null;
    }

    @Override
    public @Nullable Price price(String provider, String model) {
        Price own = best(provider + "/", model);
        return own == null ? best("*/", model) : own;
    }

    private @Nullable Price best(String prefix, String model) {
        Price exact = prices.get(prefix + model);
        String longest = "";
        for (String key : prices.keySet()) {
            String start = key.endsWith("*") ? key.substring(0, key.length() - 1) : "";
            if (start.startsWith(prefix) && (prefix + model).startsWith(start) && key.length() > longest.length()) {
                longest = key;
            }
        }
        return exact != null ? exact : prices.get(longest);
    }

    @Override
    public String toString() {
        return "PropertiesPrices[" + prices.size() + " models]";
    }
}
