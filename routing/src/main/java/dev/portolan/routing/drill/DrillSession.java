package dev.portolan.routing.drill;

import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.config.ModelDescription;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.cost.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The drill of one router. */
final class DrillSession {

    /** The tiers of a router by tier, and the tag by which a call asks for one. */
    private static final List<String> TIERS = List.of("mini", "standard", "reasoning", "frontier");

    private static final String TIER = "tier";

    private final FallbackDrill drill;
    private final Portolan portolan;
    private final ModelDescription router;
    private final List<String> targets;
    private final Map<String, String> tiers = new LinkedHashMap<>();
    private final Set<String> proved = new HashSet<>();
    private final List<DrillStep> steps = new ArrayList<>();

    DrillSession(FallbackDrill drill, Portolan portolan, ModelDescription router) {
        this.drill = drill;
        this.portolan = portolan;
        this.router = router;
        this.targets = inTurn(router);
        for (String tier : TIERS) {
            String target = router.settings().get(tier);
            if (router.provider().equals(TIER) && target != null) {
                tiers.putIfAbsent(target, tier);
            }
        }
    }

    /** Those that are asked in turn; a target for special cases alone, such as requests that are too long, is not. */
    private static List<String> inTurn(ModelDescription router) {
        String listed = router.settings().get("targets");
        if (listed == null) {
            return router.targets();
        }
        Set<String> names = new LinkedHashSet<>(List.of(listed.split("[^A-Za-z0-9_.-]+", -1)));
        names.retainAll(router.targets());
        return names.isEmpty() ? router.targets() : List.copyOf(names);
    }

    RouterDrill run() {
        if ("fail".equals(router.settings().get("on-failure"))) {
            return result("it does not go on after a failure, as configured (on-failure=fail)");
        }
        for (String target : targets) {
            step(List.of(target), target, false);
        }
        for (String target : targets) {
            if (!proved.contains(target) && targets.size() > 1) {
                List<String> others = new ArrayList<>(targets);
                others.remove(target);
                step(others, target, false);
            }
        }
        for (String target : router.targets()) {
            if (!targets.contains(target)) {
                step(List.of(), target, false);
            }
        }
        if (drill.streams()) {
            for (String target : targets) {
                step(List.of(target), target, true);
            }
        }
        return result(null);
    }

    private RouterDrill result(@Nullable String skipped) {
        return new RouterDrill(router.name(), router.provider(), router.targets(), steps, remarks(), skipped);
    }

    /**
     * Asks once.
     *
     * @param failing who is made to fail; empty to ask a target by itself
     * @param aim the target that it is about: whose tier is asked for, or who is asked by itself
     */
    private void step(List<String> failing, String aim, boolean streamed) {
        String call = UUID.randomUUID().toString();
        CallContext.Builder context =
                CallContext.builder().timeout(drill.timeout()).tag(Refusing.CALL, call);
        if (!failing.isEmpty()) {
            context.tag(Refusing.FAILING, String.join(",", failing));
        }
        String tier = tiers.get(aim);
        if (tier != null) {
            context.tag(TIER, tier);
        }
        ChatModel model = portolan.chatModel(failing.isEmpty() ? aim : router.name());
        drill.listen(call);
        long began = System.nanoTime();
        ChatResponse response = null;
        String problem = null;
        try {
            response = ask(model, context.build(), streamed);
        } catch (LlmException e) {
            problem = e.kind().id() + ": " + e.getMessage() + trail(e);
        } catch (RuntimeException e) {
            // What a vendor's library throws for missing credentials is a finding, not the end of the drill.
            problem = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        Duration latency = Duration.ofNanos(System.nanoTime() - began);
        String by = answering(drill.heard(call), aim, failing);
        if (response != null) {
            problem = doubt(by, failing);
        }
        if (by != null && problem == null) {
            proved.add(by);
        }
        steps.add(told(failing, streamed, response == null ? null : by, latency, response, problem));
    }

    private static String trail(LlmException error) {
        List<String> tried = error.attempts().stream()
                .map(each -> each.provider() + " " + each.model() + " " + each.outcome())
                .toList();
        return tried.isEmpty() ? "" : " (" + String.join("; ", tried) + ")";
    }

    private ChatResponse ask(ChatModel model, CallContext context, boolean streamed) {
        if (!streamed) {
            return model.chat(drill.request(), context);
        }
        try (ChatStream stream = model.stream(drill.request(), context)) {
            return stream.response();
        }
    }

    /** The last of the router's own targets that answered: routers behind it have targets of their own, and a judge gives no answer. */
    private @Nullable String answering(List<String> heard, String aim, List<String> failing) {
        for (int i = heard.size() - 1; i >= 0; i--) {
            String name = heard.get(i);
            boolean candidate = router.targets().contains(name)
                    && !name.equals(router.settings().get("judge"));
            if (failing.isEmpty() ? name.equals(aim) : candidate) {
                return name;
            }
        }
        return null;
    }

    private static @Nullable String doubt(@Nullable String by, List<String> failing) {
        if (by == null) {
            return "it is not known who answered; put models in by hand with FallbackDrill.around";
        }
        return failing.contains(by) ? by + " answered although it was made to fail" : null;
    }

    private DrillStep told(
            List<String> failing,
            boolean streamed,
            @Nullable String by,
            Duration latency,
            @Nullable ChatResponse response,
            @Nullable String problem) {
        if (response == null) {
            return new DrillStep(
                    failing, streamed, by, null, null, latency, Usage.UNKNOWN, null, null, List.of(), problem);
        }
        Price price = drill.prices().price(response.provider(), response.model());
        BigDecimal cost = price == null ? null : price.of(response.usage());
        Currency currency = price == null || cost == null ? null : price.currency();
        return new DrillStep(
                failing,
                streamed,
                by,
                response.provider(),
                response.model(),
                latency,
                response.usage(),
                cost,
                currency,
                response.warnings().stream().map(Warning::code).distinct().toList(),
                problem);
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        Map<String, ModelInfo> infos = new LinkedHashMap<>();
        for (String target : router.targets()) {
            try {
                ChatModel model = portolan.chatModel(target);
                infos.put(target, model.info());
                for (Gap gap : model.check(drill.request())) {
                    remarks.add(target + " does not honour " + gap.field() + ": " + gap.message());
                }
            } catch (RuntimeException e) {
                remarks.add(target + " cannot be looked at: " + e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
        for (Capability capability : Capability.values()) {
            List<String> without = infos.entrySet().stream()
                    .filter(each -> !each.getValue().supports(capability))
                    .map(Map.Entry::getKey)
                    .toList();
            if (!without.isEmpty() && without.size() < infos.size()) {
                remarks.add(String.join(", ", without) + " cannot do what others can: "
                        + capability.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
        return remarks;
    }
}
