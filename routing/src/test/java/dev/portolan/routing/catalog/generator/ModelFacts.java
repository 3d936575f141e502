package dev.portolan.routing.catalog.generator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.routing.catalog.BenchmarkScore;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.ModelKind;
import dev.portolan.routing.catalog.Tier;
import dev.portolan.routing.catalog.TokenLimits;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is the same of a model wherever it is offered: as its vendor's own cloud has it, else as most clouds do. */
final class ModelFacts {

    private static final List<String> EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
    private static final Pattern COMPLETION =
            Pattern.compile("openai/(gpt-3\\.5-turbo-instruct.*|text-davinci-.*|davinci-002|babbage-002)");

    private final Facts facts;
    private final BehaviourFacts behaviours;
    private final LifecycleFacts lifecycles;

    ModelFacts(Facts facts, BehaviourFacts behaviours, LifecycleFacts lifecycles) {
        this.facts = facts;
        this.behaviours = behaviours;
        this.lifecycles = lifecycles;
    }

    CatalogModel model(String name, List<Fact> records) {
        String tokenizer = pick(records, fact -> fact.text("tokenizer"));
        JsonNode factor = facts.curated.path("tokenizers").path("factors").path(String.valueOf(tokenizer));
        return CatalogModel.builder(name, kind(name, records))
                .title(pick(records, fact -> fact.text("name")))
                .family(pick(records, fact -> fact.text("family")))
                .generation(pick(records, fact -> fact.text("generation")))
                .tier(tier(records, "tier"))
                .secondTier(tier(records, "tier_also"))
                .openWeights(openWeights(records))
                .licence(pick(records, fact -> fact.text("licence")))
                .tokenizer(tokenizer)
                .tokenizerFactor(factor.isNumber() ? Fact.plain(factor.decimalValue()) : null)
                .released(released(records))
                .knowledge(knowledge(records))
                .limits(limits(kind(name, records), records))
                .reasoning(pick(records, fact -> fact.flag("reasoning")))
                .efforts(efforts(records))
                .scores(scores(records))
                .behaviours(behaviours.ofModel(name, records))
                .successor(lifecycles.successor(name, records))
                .build();
    }

    /** The value of the vendor's own cloud, else the commonest; of equally common ones the first. */
    static <T> @Nullable T pick(List<Fact> records, Function<Fact, @Nullable T> reader) {
        Map<T, Integer> votes = new LinkedHashMap<>();
        for (Fact fact : records) {
            T value = reader.apply(fact);
            if (value != null) {
                if (Facts.atHome(fact)) {
                    return value;
                }
                votes.merge(value, 1, Integer::sum);
            }
        }
        return votes.entrySet().stream()
                .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    static ModelKind kind(String name, List<Fact> records) {
        if (COMPLETION.matcher(name).matches()) {
            return ModelKind.COMPLETION;
        }
        String kind = Objects.requireNonNull(pick(records, fact -> fact.text("kind")));
        return ModelKind.valueOf(kind.toUpperCase(Locale.ROOT));
    }

    private static @Nullable Tier tier(List<Fact> records, String key) {
        String tier = pick(records, fact -> fact.text(key));
        return tier == null ? null : Tier.of(tier);
    }

    /** Weights that one list knows to be open are open; lists write "no" for "we do not know". */
    static @Nullable Boolean openWeights(List<Fact> records) {
        Boolean known = null;
        for (Fact fact : records) {
            Boolean open = fact.flag("open_weights");
            if (Boolean.TRUE.equals(open)) {
                return true;
            }
            known = open == null ? known : open;
        }
        return known;
    }

    private static @Nullable LocalDate released(List<Fact> records) {
        LocalDate first = null;
        for (Fact fact : records) {
            LocalDate day = fact.day("released");
            if (day != null && Facts.atHome(fact)) {
                return day;
            }
            first = day != null && (first == null || day.isBefore(first)) ? day : first;
        }
        return first;
    }

    /** A month or a day; a day that no calendar has is cut to its month. */
    private static @Nullable String knowledge(List<Fact> records) {
        String stated = pick(records, fact -> fact.text("knowledge"));
        if (stated == null || stated.length() != 10) {
            return stated;
        }
        try {
            return LocalDate.parse(stated).toString();
        } catch (java.time.DateTimeException e) {
            return stated.substring(0, 7);
        }
    }

    private static TokenLimits limits(ModelKind kind, List<Fact> records) {
        Long dimensions = kind == ModelKind.EMBEDDING ? most(records, "dimensions") : null;
        return new TokenLimits(
                most(records, "context"),
                pick(records, fact -> fact.count("max_input")),
                pick(records, fact -> fact.count("max_output")),
                dimensions == null ? null : Integer.valueOf(dimensions.intValue()));
    }

    /** The most that the vendor's own cloud gives, else the most that any does. */
    private static @Nullable Long most(List<Fact> records, String key) {
        Long home = null;
        Long any = null;
        for (Fact fact : records) {
            Long value = fact.count(key);
            if (value != null && value > 0) {
                any = any == null ? value : Long.valueOf(Math.max(any, value));
                if (Facts.atHome(fact)) {
                    home = home == null ? value : Long.valueOf(Math.max(home, value));
                }
            }
        }
        return home == null ? any : home;
    }

    private static List<String> efforts(List<Fact> records) {
        Set<String> stated = new LinkedHashSet<>();
        List<String> picked = pick(records, fact -> {
            List<String> efforts = fact.texts("reasoning_efforts");
            return efforts.isEmpty() ? null : efforts;
        });
        if (picked != null) {
            stated.addAll(picked);
        }
        List<String> sorted = new ArrayList<>(EFFORTS);
        sorted.retainAll(stated);
        stated.removeAll(sorted);
        sorted.addAll(stated);
        return sorted;
    }

    private static List<BenchmarkScore> scores(List<Fact> records) {
        Map<String, BenchmarkScore> scores = new TreeMap<>();
        for (Fact fact : records) {
            for (Map.Entry<String, JsonNode> entry :
                    fact.node().path("benchmarks").properties()) {
                scores.putIfAbsent(entry.getKey(), score(entry.getKey(), new Fact(entry.getValue())));
            }
        }
        return List.copyOf(scores.values());
    }

    /** The day of a score; where only its month is known, the month's first. */
    private static LocalDate read(String asOf) {
        return LocalDate.parse(asOf.length() == 7 ? asOf + "-01" : asOf);
    }

    private static BenchmarkScore score(String benchmark, Fact stated) {
        BigDecimal score = Objects.requireNonNull(stated.decimal("score"));
        Boolean confirmed = null;
        if (stated.node().has("confirmed_by")) {
            confirmed = true;
        } else if (stated.node().has("disputed_by")) {
            confirmed = false;
        }
        return new BenchmarkScore(
                benchmark, score.doubleValue(), stated.need("source"), read(stated.need("as_of")), confirmed);
    }
}
