package dev.portolan.routing.catalog.generator;

import dev.portolan.chat.Capability;
import dev.portolan.routing.catalog.Behaviour;
import dev.portolan.routing.catalog.Behaviours;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What models do otherwise than others: the sentences of the facts as keys, figures and words of our own. */
final class BehaviourFacts {

    /** A sentence of the facts, and what it says. */
    private record Rule(Predicate<String> sentence, List<Behaviour> says) {}

    private static final Behaviour NO_TEMPERATURE =
            of(Behaviours.REJECTS_TEMPERATURE, Map.of(), "A request that sets temperature fails");
    private static final Behaviour NO_TOP_P = of(Behaviours.REJECTS_TOP_P, Map.of(), "A request that sets topP fails");
    private static final Behaviour NO_TOP_K = of(Behaviours.REJECTS_TOP_K, Map.of(), "A request that sets topK fails");

    private static final Map<String, Set<Capability>> DENIALS = Map.of(
            Behaviours.REJECTS_TEMPERATURE,
            Set.of(Capability.TEMPERATURE),
            Behaviours.REJECTS_TOP_P,
            Set.of(Capability.TOP_P),
            Behaviours.REJECTS_TOP_K,
            Set.of(Capability.TOP_K),
            Behaviours.TOOLS_MISSING,
            EnumSet.of(
                    Capability.TOOLS,
                    Capability.PARALLEL_TOOL_CALLS,
                    Capability.STRICT_TOOLS,
                    Capability.TOOL_CHOICE_NAMED,
                    Capability.TOOL_CHOICE_NONE,
                    Capability.TOOL_CHOICE_REQUIRED,
                    Capability.JSON_SCHEMA_WITH_TOOLS));

    private static final List<Rule> RULES = List.of(
            rule("^(rejects temperature and top_p|temperature and top_p are rejected)$", NO_TEMPERATURE, NO_TOP_P),
            rule("^rejects temperature, top_p and top_k$", NO_TEMPERATURE, NO_TOP_P, NO_TOP_K),
            rule(
                    "^temperature stops at 1\\.0$",
                    of(Behaviours.TEMPERATURE_MAX, Map.of("max", "1"), "Temperatures above 1 fail")),
            rule(
                    "^reasons by default \\(effort medium\\)",
                    of(
                            Behaviours.REASONS_BY_DEFAULT,
                            Map.of("effort", "medium"),
                            "Reasons at effort medium unless told not to; that is billed as output")),
            rule(
                    "^(reasons by default$|thinking on by default$|hybrid thinking)",
                    of(
                            Behaviours.REASONS_BY_DEFAULT,
                            Map.of(),
                            "Reasons unless told not to; that is billed as output")),
            rule(
                    "^thinking cannot be switched off",
                    of(Behaviours.REASONS_ALWAYS, Map.of(), "Always reasons; that is billed as output")),
            rule("^no reasoning mode$", of(Behaviours.REASONS_NEVER, Map.of(), "Has no mode that reasons")),
            rule(
                    "^max_tokens is mandatory$",
                    of(Behaviours.OUTPUT_LIMIT_REQUIRED, Map.of(), "A request without a limit of output fails")),
            rule(
                    "^max_completion_tokens instead of max_tokens$",
                    of(
                            Behaviours.OUTPUT_LIMIT_NAME,
                            Map.of("name", "max_completion_tokens", "instead-of", "max_tokens"),
                            "The limit of output has another name on the wire")),
            rule(
                    "^output limit halves without streaming$",
                    of(
                            Behaviours.OUTPUT_LIMIT_UNSTREAMED,
                            Map.of("factor", "0.5"),
                            "Half the output limit when the answer is not streamed")),
            rule(
                    "^thinking_level replaces thinking_budget$",
                    of(
                            Behaviours.REASONING_SETTING,
                            Map.of("name", "thinking_level", "instead-of", "thinking_budget"),
                            "Reasoning is set by a level, no longer by tokens")),
            rule(
                    "^(Chat Completions accepts tools only with|tools with reasoning need Responses)",
                    of(
                            Behaviours.TOOLS_NEED_RESPONSES,
                            Map.of(),
                            "Tools together with reasoning need the Responses interface")),
            rule(
                    "^tools are rejected when streaming$",
                    of(Behaviours.TOOLS_NOT_STREAMED, Map.of(), "Tools fail when the answer is streamed")),
            rule("^no tool calls here$", of(Behaviours.TOOLS_MISSING, Map.of(), "Does not call tools on this cloud")),
            rule(
                    "^128k context here, not the 10M",
                    of(
                            Behaviours.CONTEXT_SMALLER,
                            Map.of("here", "128000", "elsewhere", "10000000"),
                            "128k tokens of context on this cloud; the weights have 10M")),
            rule(
                    "^native context 32k-40k, 131k only with YaRN$",
                    of(
                            Behaviours.CONTEXT_EXTENDED,
                            Map.of("native", "32768", "extended", "131072"),
                            "32k tokens of context as trained; more by stretching it with YaRN")),
            rule(
                    "^served context defaults by VRAM",
                    of(
                            Behaviours.CONTEXT_SERVED,
                            Map.of("below-24gib", "4096", "below-48gib", "32768", "from-48gib", "262144"),
                            "Serves less context than the model has unless num_ctx asks for it")),
            rule(
                    "^default tags are 4-bit quantised",
                    of(
                            Behaviours.QUANTISED,
                            Map.of(),
                            "The weights served are quantised; published scores are of full precision")),
            rule(
                    "^above 272k input the whole request costs",
                    of(
                            Behaviours.LONG_REQUESTS_DEARER,
                            Map.of("above", "272000", "input", "2", "output", "1.5"),
                            "Above 272k input tokens the whole request costs 2 times the input and 1.5 times the output price")),
            rule(
                    "^prompts above 100k tokens cost five times",
                    of(
                            Behaviours.LONG_REQUESTS_DEARER,
                            Map.of("above", "100000", "input", "5", "output", "5"),
                            "Above 100k input tokens a request costs 5 times as much")),
            rule(
                    "^about 7x the price of gpt-4o-mini",
                    of(
                            Behaviours.COST_RATIO,
                            Map.of("factor", "7", "than", "openai/gpt-4o-mini"),
                            "About 7 times the list price of gpt-4o-mini")),
            rule(
                    "^price doubles in Beijing office hours",
                    of(
                            Behaviours.COST_HOURS,
                            Map.of("factor", "2", "cloud", "deepseek"),
                            "The vendor's own service costs twice as much in Beijing's office hours")),
            rule(
                    "^no EU data zone",
                    of(
                            Behaviours.RESIDENCY_MISSING,
                            Map.of("zone", "eu"),
                            "Cannot be kept in the EU here: global or US data zone only")),
            rule(
                    "^no EU profile",
                    of(
                            Behaviours.RESIDENCY_MISSING,
                            Map.of("zone", "eu"),
                            "Cannot be kept in the EU here: profiles for us, in and global only")),
            rule(
                    "^effort none is rejected here$",
                    of(
                            Behaviours.REASONS_ALWAYS,
                            Map.of(),
                            "The effort \"none\" fails here, so it always reasons; that is billed as output")));

    private final Facts facts;
    private final List<String> report;

    BehaviourFacts(Facts facts, List<String> report) {
        this.facts = facts;
        this.report = report;
    }

    private static Behaviour of(String key, Map<String, String> parameters, String text) {
        return new Behaviour(key, parameters, text);
    }

    private static Rule rule(String sentence, Behaviour... says) {
        return new Rule(Pattern.compile(sentence).asPredicate(), List.of(says));
    }

    List<Behaviour> ofModel(String model, List<Fact> records) {
        Map<String, Behaviour> all = new LinkedHashMap<>();
        read(model, all);
        ToldBehaviours.of(model, records).forEach(told -> all.putIfAbsent(told.key() + told.parameters(), told));
        return List.copyOf(all.values());
    }

    /** Those of an offer; sampling that it cannot be asked for is told where no sentence does. */
    List<Behaviour> ofOffer(Fact fact, Map<Capability, Boolean> capabilities) {
        Map<String, Behaviour> all = new LinkedHashMap<>();
        read(fact.cloud() + ":" + fact.canonical(), all);
        if (fact.cloud().equals("ollama")) {
            read("ollama:*", all);
            if (!String.valueOf(fact.text("quantisation")).matches("Q\\d.*|MXFP4")) {
                all.remove(Behaviours.QUANTISED);
            } else {
                all.computeIfPresent(
                        Behaviours.QUANTISED,
                        (key, told) -> of(key, Map.of("quantisation", fact.need("quantisation")), told.text()));
            }
        }
        if (Boolean.FALSE.equals(capabilities.get(Capability.TEMPERATURE))) {
            all.putIfAbsent(NO_TEMPERATURE.key(), NO_TEMPERATURE);
        }
        if (Boolean.FALSE.equals(capabilities.get(Capability.TOP_P))) {
            all.putIfAbsent(NO_TOP_P.key(), NO_TOP_P);
        }
        ToldBehaviours.of(fact).forEach(told -> all.putIfAbsent(told.key(), told));
        return List.copyOf(all.values());
    }

    /** What pages on this very model, or on this model on this cloud, say it cannot do. */
    Set<Capability> denied(Fact fact) {
        Map<String, Behaviour> all = new LinkedHashMap<>();
        read(fact.canonical(), all);
        read(fact.cloud() + ":" + fact.canonical(), all);
        Set<Capability> denied = EnumSet.noneOf(Capability.class);
        all.keySet().forEach(key -> denied.addAll(DENIALS.getOrDefault(key, Set.of())));
        return denied;
    }

    private void read(String name, Map<String, Behaviour> all) {
        facts.curated.path("quirks").path(name).forEach(item -> {
            boolean known = false;
            for (Rule rule : RULES) {
                if (rule.sentence.test(item.asText())) {
                    known = true;
                    rule.says.forEach(behaviour -> all.putIfAbsent(behaviour.key(), behaviour));
                }
            }
            if (!known) {
                report.add("behaviour left out, BehaviourFacts has no rule for it: " + name + ": " + item.asText());
            }
        });
    }
}
