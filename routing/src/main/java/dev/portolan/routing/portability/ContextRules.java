package dev.portolan.routing.portability;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.conversation.TokenEstimate;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.TokenLimits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether requests and answers fit. Measured input counts where it is known, an estimate by characters elsewhere. */
final class ContextRules {

    /** Above this share of the limit it is said. */
    private static final double NEAR = 0.8;

    private final PortabilityTarget target;
    private final Findings findings;
    private final @Nullable Long mostInput;
    private final @Nullable Long mostOutput;
    private final BigDecimal factor;
    private final List<Long> inputs = new ArrayList<>();
    private int estimated;
    private int tooLong;
    private @Nullable String firstTooLong;
    private int cut;
    private @Nullable String firstCut;
    private long longestAnswer;

    ContextRules(PortabilityTarget target, Findings findings) {
        this.target = target;
        this.findings = findings;
        ModelInfo info = target.info();
        ModelLimits stated = info == null ? null : info.limits();
        TokenLimits known = limits(target);
        Integer context = stated == null ? null : stated.contextTokens();
        this.mostInput = least(context == null ? null : Long.valueOf(context), known.mostInput());
        Integer output = stated == null ? null : stated.maxOutputTokens();
        this.mostOutput = least(output == null ? null : Long.valueOf(output), known.output());
        this.factor = tokenizerFactor(target);
    }

    private static TokenLimits limits(PortabilityTarget target) {
        Offer offer = target.offer();
        CatalogModel model = target.described(offer);
        TokenLimits own = offer == null ? TokenLimits.UNKNOWN : offer.limits();
        return model == null ? own : own.orElse(model.limits());
    }

    private static @Nullable Long least(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Long.valueOf(Math.min(one, other));
    }

    /** How many of the target's tokens one of the source's is; 1 where nothing is known. */
    static BigDecimal tokenizerFactor(PortabilityTarget target) {
        CatalogModel to = target.described(target.offer());
        CatalogModel from = target.described(target.source());
        BigDecimal there = to == null ? null : to.tokenizerFactor();
        BigDecimal here = from == null ? null : from.tokenizerFactor();
        if (there == null || here == null || here.signum() == 0) {
            return BigDecimal.ONE;
        }
        return there.divide(here, MathContext.DECIMAL64);
    }

    void check(WorkloadCall call) {
        ChatRequest request = call.request();
        Long measured = call.usage().inputTokens();
        long input = measured == null
                ? TokenEstimate.input(request, TokenEstimate.CHARACTERS)
                : factor.multiply(BigDecimal.valueOf(measured)).longValue();
        estimated += measured == null ? 1 : 0;
        inputs.add(input);
        Integer asked = request.maxOutputTokens();
        if (mostInput != null && input + (asked == null ? 0 : Math.min(asked, reserve())) > mostInput) {
            tooLong++;
            firstTooLong = firstTooLong == null ? call.id() : firstTooLong;
        }
        Long answered = call.usage().outputTokens();
        if (answered != null && mostOutput != null && answered > mostOutput) {
            cut++;
            firstCut = firstCut == null ? call.id() : firstCut;
            longestAnswer = Math.max(longestAnswer, answered);
        }
    }

    /** The room that an answer can take at most: a larger limit is lowered to it. */
    private long reserve() {
        return mostOutput == null ? Long.MAX_VALUE : mostOutput;
    }

    void finish() {
        if (inputs.isEmpty()) {
            findings.open(PortabilityArea.CONTEXT, "there are no requests to measure");
            return;
        }
        if (mostInput == null) {
            findings.open(PortabilityArea.CONTEXT, "how much context the target has is not known");
        } else {
            findings.judged(PortabilityArea.CONTEXT);
            input(mostInput);
        }
        if (cut > 0) {
            add(
                    Severity.CHANGES,
                    "answers-cut",
                    "maxOutputTokens",
                    "answers were longer than the target's " + mostOutput + " tokens of output, up to " + longestAnswer,
                    "Ask for less at a time, or choose a model with longer answers",
                    cut,
                    firstCut);
        }
    }

    private void input(long limit) {
        Collections.sort(inputs);
        long p99 = inputs.get((int) Math.ceil(0.99 * inputs.size()) - 1);
        long longest = inputs.get(inputs.size() - 1);
        String how = (estimated == 0 ? "measured" : estimated == inputs.size() ? "estimated" : "partly estimated")
                + (factor.compareTo(BigDecimal.ONE) == 0
                        ? ""
                        : ", times " + factor.round(new MathContext(3)).toPlainString()
                                + " for the target's tokenizer");
        String figures = "99 of 100 requests have up to " + p99 + " tokens of input, the longest " + longest + " ("
                + how + "); the target takes " + limit;
        if (tooLong > 0) {
            add(
                    Severity.BLOCKS,
                    "context-too-small",
                    "messages",
                    figures + ", the answer included",
                    "Trim (dev.portolan.conversation.Trimming), retrieve less, or choose a model with more context",
                    tooLong,
                    firstTooLong);
        } else if (p99 > NEAR * limit) {
            add(
                    Severity.CHANGES,
                    "context-tight",
                    "messages",
                    figures,
                    "Watch the longest requests; count them exactly with the target's TokenCounter",
                    0,
                    null);
        } else {
            add(Severity.INFORMS, "context-fits", "messages", figures, "Nothing", 0, null);
        }
    }

    private void add(
            Severity severity,
            String code,
            String field,
            String message,
            String remedy,
            int requests,
            @Nullable String example) {
        findings.found(
                new Findings.Cause(PortabilityArea.CONTEXT, severity, code, field, List.of(), message, remedy),
                requests,
                example);
    }

    @Override
    public String toString() {
        return "ContextRules[" + target.shown() + "]";
    }
}
