package dev.portolan.routing.budget;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.chat.Usage;
import dev.portolan.conversation.TokenEstimate;
import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.cost.Price;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one call may cost at most, and what it did cost, in one unit: tokens, or a currency. */
final class CallCost {

    private static final int MILLION_DIGITS = 6;

    private final BudgetPolicy policy;
    private final @Nullable Currency currency;
    private final List<ModelInfo> candidates;
    private final long input;
    private final Instant at;
    private final long one;
    private final long inputAlone;
    private final @Nullable String unpriced;

    /**
     * The cost of a call that begins.
     *
     * @param info who is called, a router perhaps
     * @param currency the unit, or {@code null} for tokens
     */
    CallCost(BudgetPolicy policy, @Nullable Currency currency, ModelInfo info, ChatRequest request, Instant at) {
        this.policy = policy;
        this.currency = currency;
        this.at = at;
        this.candidates = leaves(info, new ArrayList<>());
        this.input = (long) Math.ceil(TokenEstimate.input(request, InputTokens.GENEROUS) * (1 + policy.margin()));
        long most = 0;
        long mostInput = 0;
        String without = null;
        for (ModelInfo candidate : candidates) {
            long output = output(candidate, request);
            Price price = currency == null ? null : price(candidate, Usage.of(input, output));
            if (currency != null && price == null) {
                without = candidate.provider() + "/" + candidate.model();
                continue;
            }
            most = Math.max(most, atMost(price, input, output));
            mostInput = Math.max(mostInput, atMost(price, input, 0));
        }
        this.one = most;
        this.inputAlone = mostInput;
        this.unpriced = without;
    }

    /** Those who may answer in the end. */
    private static List<ModelInfo> leaves(ModelInfo info, List<ModelInfo> into) {
        if (info.targets().isEmpty()) {
            into.add(info);
        }
        info.targets().forEach(target -> leaves(target, into));
        return into;
    }

    private long output(ModelInfo candidate, ChatRequest request) {
        Integer asked = request.maxOutputTokens();
        ModelLimits limits = candidate.limits();
        Integer most = limits.maxOutputTokens();
        Integer window = limits.contextTokens();
        if (asked != null) {
            return asked;
        }
        return most != null ? most : window != null ? Math.max(1, window - input) : policy.outputTokens();
    }

    private static long atMost(@Nullable Price price, long in, long out) {
        if (price == null) {
            return Units.plus(in, out);
        }
        BigDecimal inputRate = most(price.input(), price.cacheWrite());
        BigDecimal outputRate = most(price.output(), price.reasoning());
        return Units.up(inputRate
                .multiply(BigDecimal.valueOf(in))
                .add(outputRate.multiply(BigDecimal.valueOf(out)))
                .movePointLeft(MILLION_DIGITS));
    }

    private static BigDecimal most(BigDecimal one, @Nullable BigDecimal other) {
        return other == null ? one : one.max(other);
    }

    private @Nullable Price price(ModelInfo info, Usage usage) {
        Price price = priced(info.provider(), info.model(), usage);
        String base = info.baseModel();
        if (price == null && base != null) {
            price = priced(info.provider(), base, usage);
        }
        return price == null ? inCurrency(policy.unknownPrice()) : price;
    }

    private @Nullable Price priced(String provider, String model, Usage usage) {
        return inCurrency(policy.prices().price(provider, model, usage, at));
    }

    private @Nullable Price inCurrency(@Nullable Price price) {
        return price == null || !price.currency().equals(currency) ? null : price;
    }

    /** The name of a model that may answer and whose price is not known, or {@code null}. */
    @Nullable
    String unpriced() {
        return unpriced;
    }

    /** What is reserved. */
    long reservation() {
        return Units.times(one, policy.attempts());
    }

    /** What an answer and all that led to it cost. */
    long of(ChatResponse response) {
        List<Attempt> trail = response.attempts();
        long untold = trail.stream()
                .filter(attempt -> attempt.outcome().equals(Attempt.OK) && attempt.usage() == null)
                .count();
        long own = of(response.provider(), response.model(), response.usage());
        // One of them is this answer; others, such as of a hedge, were given for nothing.
        return Units.plus(own, Units.plus(ofOthers(trail), Units.times(one, Math.max(0, untold - 1))));
    }

    /** What tokens cost; where they or their price are not told, what was reserved for one sending. */
    long of(String provider, String model, Usage usage) {
        if (currency == null) {
            Long total = usage.totalTokens();
            return total == null ? one : total;
        }
        Price price = priced(provider, model, usage);
        BigDecimal cost = price != null ? price.of(usage) : null;
        if (price == null) {
            // A deployment or a name of one's own: the answer comes from one of those who were asked.
            cost = dearest(usage, provider);
        }
        return cost == null ? one : Units.up(cost);
    }

    /** What tokens cost with the dearest of those who may answer; of one provider where that is given. */
    private @Nullable BigDecimal dearest(Usage usage, @Nullable String provider) {
        BigDecimal dearest = null;
        for (ModelInfo candidate : candidates) {
            boolean may = provider == null || candidate.provider().equals(provider);
            Price price = may ? price(candidate, usage) : null;
            BigDecimal cost = price == null ? null : price.of(usage);
            if (cost != null && (dearest == null || cost.compareTo(dearest) > 0)) {
                dearest = cost;
            }
        }
        return dearest;
    }

    /** What attempts cost whose answer was not the one that was given in the end. */
    long ofOthers(List<Attempt> attempts) {
        long sum = 0;
        for (Attempt attempt : attempts) {
            Usage usage = attempt.usage();
            if (usage != null) {
                sum = Units.plus(sum, of(attempt.provider(), attempt.model(), usage));
            } else if (attempt.outcomeUnknown() || mayBeBilled(attempt.outcome())) {
                sum = Units.plus(sum, unknownOutcome());
            }
        }
        return sum;
    }

    /** It was stopped, or an answer came that nobody could read: the vendor may have done its work. */
    static boolean mayBeBilled(String kind) {
        return kind.equals(ErrorKind.INVALID_RESPONSE.id()) || kind.equals(ErrorKind.CANCELLED.id());
    }

    /** What a sending is counted with of which nobody knows what became. */
    long unknownOutcome() {
        return switch (policy.unknownOutcome()) {
            case RESERVED -> one;
            case INPUT -> inputAlone;
            case NOTHING -> 0;
        };
    }

    /** What a stream cost that was not read to its end: the tokens it told, else the estimated input and what was seen of the output. */
    long ofPart(Usage told, long outputSeen) {
        Long in = told.inputTokens();
        Long out = told.outputTokens();
        long output = Math.max(outputSeen, out == null ? 0 : out);
        Usage known = Usage.builder()
                .inputTokens(in == null ? Long.valueOf(input) : in)
                .outputTokens(output)
                .cachedInputTokens(told.cachedInputTokens())
                .cacheWriteInputTokens(told.cacheWriteInputTokens())
                .reasoningTokens(told.reasoningTokens())
                .build();
        if (currency == null) {
            return Units.plus(in == null ? input : in, output);
        }
        BigDecimal cost = dearest(known, null);
        return cost == null ? one : Units.up(cost);
    }
}
