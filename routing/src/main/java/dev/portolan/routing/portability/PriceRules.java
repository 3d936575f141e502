package dev.portolan.routing.portability;

import dev.portolan.chat.Usage;
import dev.portolan.evidence.cost.Price;
import dev.portolan.routing.internal.ListPrice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the recorded calls would cost there, next to what they cost here. List prices of the catalog, short requests, standard class. */
final class PriceRules {

    /** A bill that is higher by more than this is a change: the limit of the gates of a rollout too. */
    private static final BigDecimal DEARER = new BigDecimal("1.10");

    private final PortabilityTarget target;
    private final Findings findings;
    private final @Nullable Price here;
    private final @Nullable Price there;
    private final BigDecimal factor;
    private BigDecimal before = BigDecimal.ZERO;
    private BigDecimal after = BigDecimal.ZERO;
    private int priced;
    private int calls;

    PriceRules(PortabilityTarget target, Findings findings) {
        this.target = target;
        this.findings = findings;
        this.here = ListPrice.of(target.source(), null);
        this.there = ListPrice.of(
                target.offer(),
                target.zones().isEmpty() ? null : target.zones().iterator().next());
        this.factor = ContextRules.tokenizerFactor(target);
    }

    void check(WorkloadCall call) {
        calls++;
        if (here == null || there == null || !here.currency().equals(there.currency())) {
            return;
        }
        BigDecimal one = here.of(plain(call.usage(), here, BigDecimal.ONE));
        BigDecimal other = there.of(plain(call.usage(), there, factor));
        if (one != null && other != null) {
            priced++;
            before = before.add(one);
            after = after.add(other);
        }
    }

    /** Cached input of a model whose cache has no known price is counted as plain input: rather too dear than unknown. */
    private static Usage plain(Usage usage, Price price, BigDecimal factor) {
        return Usage.builder()
                .inputTokens(times(usage.inputTokens(), factor))
                .outputTokens(times(usage.outputTokens(), factor))
                .cachedInputTokens(price.cachedInput() == null ? null : times(usage.cachedInputTokens(), factor))
                .cacheWriteInputTokens(price.cacheWrite() == null ? null : times(usage.cacheWriteInputTokens(), factor))
                .reasoningTokens(times(usage.reasoningTokens(), factor))
                .build();
    }

    private static @Nullable Long times(@Nullable Long tokens, BigDecimal factor) {
        return tokens == null
                ? null
                : Long.valueOf(factor.multiply(BigDecimal.valueOf(tokens)).longValue());
    }

    void finish() {
        if (target.offer() == null || target.source() == null) {
            findings.open(
                    PortabilityArea.PRICE,
                    target.offer() == null ? "the catalog does not know the target" : "nobody said what the source is");
        } else if (here == null || there == null) {
            findings.open(
                    PortabilityArea.PRICE,
                    "the catalog has no price per token for "
                            + (here == null ? target.source() : target.offer()).shown());
        } else if (!here.currency().equals(there.currency())) {
            findings.open(PortabilityArea.PRICE, "the prices are of two currencies");
        } else if (priced == 0) {
            findings.judged(PortabilityArea.PRICE);
            compare(here.input(), there.input().multiply(factor), "the list price of input");
            compare(here.output(), there.output().multiply(factor), "the list price of output");
            findings.open(PortabilityArea.PRICE, "what the calls cost: tokens are not known from requests");
        } else {
            findings.judged(PortabilityArea.PRICE);
            compare(before, after, "the cost of the " + priced + " calls whose tokens are known");
            if (priced < calls) {
                findings.open(PortabilityArea.PRICE, "the tokens of " + (calls - priced) + " calls are not known");
            }
        }
    }

    private void compare(BigDecimal one, BigDecimal other, String what) {
        if (one.signum() == 0) {
            findings.open(PortabilityArea.PRICE, what + " is 0 at the source");
            return;
        }
        BigDecimal ratio = other.divide(one, MathContext.DECIMAL64);
        boolean dearer = ratio.compareTo(DEARER) > 0;
        findings.found(
                new Findings.Cause(
                        PortabilityArea.PRICE,
                        dearer ? Severity.CHANGES : Severity.INFORMS,
                        dearer ? "dearer" : "price",
                        null,
                        List.of(),
                        what + " is " + ratio.setScale(2, RoundingMode.HALF_UP).toPlainString()
                                + " times that of the source"
                                + (factor.compareTo(BigDecimal.ONE) == 0 ? "" : ", the other tokenizer counted in"),
                        dearer
                                ? "Ask whether the quality is worth it; caching, batches or a smaller tier may pay"
                                : "Compare the real bill in the shadow phase"),
                null);
    }
}
