package dev.portolan.routing.shadow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Usage;
import dev.portolan.evidence.cost.Money;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Pairs as lines of JSON: what is not known is left out. */
final class ResultFormat {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ResultFormat() {}

    static String line(ShadowResult result) {
        ObjectNode line = JSON.objectNode();
        line.put("v", 1);
        line.put("at", result.at().toString());
        line.put("name", result.name());
        line.put("streamed", result.streamed());
        put(line, "tenant", result.tenant());
        put(line, "feature", result.feature());
        put(line, "taskKey", result.taskKey());
        if (!result.tags().isEmpty()) {
            ObjectNode tags = line.putObject("tags");
            result.tags().forEach(tags::put);
        }
        line.put("request", result.requestHash());
        line.set("source", side(result.source()));
        line.set("target", side(result.target()));
        result.regressions().forEach(array(line, "regressions")::add);
        result.improvements().forEach(array(line, "improvements")::add);
        ShadowContent content = result.content();
        if (content != null) {
            ObjectNode said = line.putObject("content");
            content.prompt().forEach(said.putArray("prompt")::add);
            put(said, "source", content.source());
            put(said, "target", content.target());
        }
        return line.toString();
    }

    private static ArrayNode array(ObjectNode line, String name) {
        return line.putArray(name);
    }

    private static ObjectNode side(SideResult side) {
        ObjectNode node = JSON.objectNode();
        node.put("outcome", word(side.outcome().name()));
        put(node, "error", side.error());
        put(node, "provider", side.provider());
        put(node, "model", side.model());
        node.put("latencyMs", millis(side.latency()));
        Duration first = side.firstToken();
        if (first != null) {
            node.put("firstTokenMs", millis(first));
        }
        FinishReason.Kind end = side.finishReason();
        put(node, "finishReason", end == null ? null : word(end.name()));
        usage(node, side.usage());
        Money cost = side.cost();
        if (cost != null) {
            node.putObject("cost")
                    .put("amount", cost.amount().toPlainString())
                    .put("currency", cost.currency().getCurrencyCode());
        }
        put(node, "answer", side.answerHash());
        if (!side.warnings().isEmpty()) {
            side.warnings().forEach(node.putArray("warnings")::add);
        }
        if (!side.checks().isEmpty()) {
            ObjectNode checks = node.putObject("checks");
            side.checks().forEach(check -> check(checks.putObject(check.check()), check));
        }
        return node;
    }

    private static void check(ObjectNode node, CheckResult check) {
        Double value = check.value();
        if (value == null) {
            node.put("none", word(check.kind().name()));
        } else {
            node.put("score", value);
        }
        if (check.hardBreak()) {
            node.put("hardBreak", true);
        }
    }

    private static void usage(ObjectNode node, Usage usage) {
        ObjectNode tokens = JSON.objectNode();
        put(tokens, "input", usage.inputTokens());
        put(tokens, "output", usage.outputTokens());
        put(tokens, "cachedInput", usage.cachedInputTokens());
        put(tokens, "cacheWriteInput", usage.cacheWriteInputTokens());
        put(tokens, "reasoning", usage.reasoningTokens());
        if (!tokens.isEmpty()) {
            node.set("tokens", tokens);
        }
    }

    private static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e3) / 1e3;
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static void put(ObjectNode node, String name, @Nullable Long value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
