package dev.portolan.routing.catalog.generator;

import dev.portolan.routing.catalog.SelfHosting;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of open weights. Bytes of the weights are the download's where it is known, else parameters times bits of the format over 8. Memory
 * is 1.2 times the weights: an allowance for activations and the cache of a short context, after EleutherAI's "Transformer Math 101"
 * (total memory of inference is about 1.2 times that of the model, https://blog.eleuther.ai/transformer-math).
 */
final class SizeFacts {

    private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal OVERHEAD = new BigDecimal("1.2");
    private static final Pattern MIXTURE = Pattern.compile(".*?-(\\d+(?:\\.\\d+)?)b-a(\\d+(?:\\.\\d+)?)b(?:-.*)?");
    private static final Pattern DENSE = Pattern.compile(".*?-(\\d+(?:\\.\\d+)?)b(?:-.*)?");

    /** All and active parameters by the vendors' model cards, where the name does not tell them. */
    private static final List<Map.Entry<Pattern, List<String>>> CARDS = List.of(
            card("deepseek/deepseek-(v3.*|r1.*)", "671", "37"),
            card("meta/llama-4-scout", "109", "17"),
            card("meta/llama-4-maverick", "400", "17"),
            card("moonshot/kimi-k2.*", "1000", "32"),
            card("minimax/minimax-m2.*", "230", "10"),
            card("mistral/mistral-large-3", "675", "41"),
            card("mistral/mistral-large-2.*", "123", null),
            card("mistral/mixtral-8x22b", "141", "39"),
            card("mistral/mixtral-8x7b", "46.7", "12.9"),
            card("mistral/pixtral-large.*", "124", null),
            card("mistral/(magistral-small|devstral-small-1|mistral-small-3).*", "24", null),
            card("microsoft/phi-3(\\.5)?-mini.*", "3.8", null),
            card("microsoft/phi-3-small.*", "7", null),
            card("microsoft/phi-3-medium.*", "14", null),
            card("microsoft/phi-3\\.5-moe", "42", "6.6"),
            card("microsoft/phi-4-mini-reasoning", "3.8", null),
            card("microsoft/phi-4-multimodal", "5.6", null),
            card("microsoft/phi-4-reasoning-plus", "14", null),
            card("openai/gpt-oss-120b", "117", "5.1"),
            card("cohere/command-r-plus", "104", null));

    /** Formats that weights are published in where that is not 16 bits a parameter. */
    private static final List<Map.Entry<Pattern, String>> FORMATS = List.of(
            Map.entry(Pattern.compile("deepseek/deepseek-(v3|r1).*"), "FP8"),
            Map.entry(Pattern.compile("mistral/mistral-large-3|minimax/minimax-m2.*"), "FP8"),
            Map.entry(Pattern.compile("moonshot/kimi-k2(-instruct.*|-0905)?"), "FP8"),
            Map.entry(Pattern.compile("openai/gpt-oss-.*"), "MXFP4"));

    private static final Map<String, BigDecimal> BITS =
            Map.of("BF16", new BigDecimal(16), "FP8", new BigDecimal(8), "MXFP4", new BigDecimal("4.25"));

    private SizeFacts() {}

    private static Map.Entry<Pattern, List<String>> card(String models, String all, @Nullable String active) {
        return Map.entry(Pattern.compile(models), active == null ? List.of(all) : List.of(all, active));
    }

    /** An Ollama tag: what is downloaded. */
    static @Nullable SelfHosting ofTag(Fact fact) {
        BigDecimal parameters = fact.decimal("params_b");
        Long bytes = fact.count("download_bytes");
        BigDecimal gigabytes = fact.decimal("download_gb");
        if (bytes == null && gigabytes != null) {
            bytes = gigabytes.multiply(BILLION).longValue();
        }
        String quantisation = fact.text("quantisation");
        if (parameters == null && bytes == null && quantisation == null) {
            return null;
        }
        return new SelfHosting(parameters, fact.decimal("active_params_b"), quantisation, bytes, memory(bytes));
    }

    /** The weights as the vendor publishes them. */
    static SelfHosting published(String model, List<Fact> records) {
        BigDecimal all = ModelFacts.pick(records, fact -> fact.decimal("params_b"));
        BigDecimal active = ModelFacts.pick(records, fact -> fact.decimal("active_params_b"));
        if (all == null) {
            List<String> card = card(model);
            all = card.isEmpty() ? null : new BigDecimal(card.get(0));
            active = card.size() < 2 ? null : new BigDecimal(card.get(1));
        }
        String format = FORMATS.stream()
                .filter(entry -> entry.getKey().matcher(model).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("BF16");
        Long bytes = all == null
                ? null
                : Long.valueOf(all.multiply(BILLION)
                        .multiply(BITS.get(format))
                        .divide(BigDecimal.valueOf(8), 0, RoundingMode.HALF_UP)
                        .longValue());
        return new SelfHosting(all, active, all == null ? null : format, bytes, memory(bytes));
    }

    private static List<String> card(String model) {
        for (Map.Entry<Pattern, List<String>> card : CARDS) {
            if (card.getKey().matcher(model).matches()) {
                return card.getValue();
            }
        }
        Matcher mixture = MIXTURE.matcher(model);
        if (mixture.matches()) {
            return List.of(mixture.group(1), mixture.group(2));
        }
        Matcher dense = DENSE.matcher(model);
        return dense.matches() ? List.of(dense.group(1)) : List.of();
    }

    private static @Nullable Long memory(@Nullable Long weightBytes) {
        return weightBytes == null
                ? null
                : Long.valueOf(
                        OVERHEAD.multiply(BigDecimal.valueOf(weightBytes)).longValue());
    }
}
