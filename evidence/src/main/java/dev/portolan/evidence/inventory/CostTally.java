package dev.portolan.evidence.inventory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatResponse;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.PriceSource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up what answers cost, each currency for itself. For one thread. */
final class CostTally {

    private final PriceSource prices;
    private final Map<String, BigDecimal> totals = new TreeMap<>();
    private final Map<String, Distribution> each = new TreeMap<>();
    private int answers;
    private int priced;

    CostTally(PriceSource prices) {
        this.prices = prices;
    }

    void add(ChatResponse response, @Nullable Instant at) {
        answers++;
        Price price = prices.price(response.provider(), response.model(), response.usage(), at);
        BigDecimal amount = price == null ? null : price.of(response.usage());
        if (price != null && amount != null) {
            priced++;
            String currency = price.currency().getCurrencyCode();
            totals.merge(currency, amount, BigDecimal::add);
            each.computeIfAbsent(currency, any -> new Distribution()).add(amount.doubleValue());
        }
    }

    void writeTo(ObjectNode out) {
        ObjectNode cost = out.putObject("cost").put("known", priced).put("answers", answers);
        totals.forEach(cost::put);
        ObjectNode perAnswer = out.putObject("costPerAnswer");
        each.forEach((currency, values) -> values.writeTo(perAnswer.putObject(currency)));
    }
}
