package dev.portolan.routing.rollout;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.OutputFormat;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.Observation;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.routing.rollout.judge.CallOutcome;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What an answer is worth and costs. What cannot be found out is unknown, and never good. Thread-safe if the checks are. */
final class AnswerScoring {

    private final List<Check> checks;
    private final @Nullable PriceSource prices;
    private final AtomicReference<@Nullable Currency> currency = new AtomicReference<>();

    AnswerScoring(List<Check> checks, @Nullable PriceSource prices) {
        this.checks = List.copyOf(checks);
        this.prices = prices;
    }

    boolean hasChecks() {
        return !checks.isEmpty();
    }

    boolean hasPrices() {
        return prices != null;
    }

    /** How an answered call ended. */
    CallOutcome outcome(ChatRequest request, ChatResponse response) {
        FinishReason.Kind end = response.finishReason().kind();
        if (end == FinishReason.Kind.CONTENT_FILTER) {
            return CallOutcome.CONTENT_FILTERED;
        }
        if (end == FinishReason.Kind.STOP
                && request.outputFormat() instanceof OutputFormat.Schema schema
                && broken(schema, response)) {
            return CallOutcome.SCHEMA;
        }
        return CallOutcome.OK;
    }

    private static boolean broken(OutputFormat.Schema schema, ChatResponse response) {
        try {
            return !schema.schema().violations(response.text()).isEmpty();
        } catch (RuntimeException e) {
            // A schema that cannot be asked says nothing against the answer.
            Audit.LOG.debug(
                    "The schema of a request cannot be asked: {}", e.getClass().getName());
            return false;
        }
    }

    /** The weighted mean of the checks' scores; 0 after a break that nothing makes up for; {@code null} when none could say. */
    @Nullable
    Double score(ChatRequest request, ChatResponse response) {
        double sum = 0;
        double weights = 0;
        for (Check check : checks) {
            Score score = scoreOf(check, request, response);
            if (score == null) {
                continue;
            }
            if (score.isHardBreak()) {
                return 0.0;
            }
            Double value = score.value();
            if (value != null) {
                sum += value * check.weight();
                weights += check.weight();
            }
        }
        return weights == 0 ? null : Double.valueOf(Math.max(0, Math.min(1, sum / weights)));
    }

    private static @Nullable Score scoreOf(Check check, ChatRequest request, ChatResponse response) {
        try {
            return check.score(Observation.of(request, response));
        } catch (RuntimeException e) {
            // Its message may quote the answer.
            Audit.LOG.warn(
                    "The check {} failed on an answer, which has no score by it: {}",
                    check.name(),
                    e.getClass().getName());
            return null;
        }
    }

    @Nullable
    BigDecimal cost(ChatResponse response) {
        PriceSource source = prices;
        if (source == null) {
            return null;
        }
        try {
            Price price = source.price(response.provider(), response.model(), response.usage(), null);
            if (price == null) {
                return null;
            }
            currency.compareAndSet(null, price.currency());
            return price.currency().equals(currency.get()) ? price.of(response.usage()) : null;
        } catch (RuntimeException e) {
            Audit.LOG.warn("The price of {} cannot be asked; the cost is unknown", response.model(), e);
            return null;
        }
    }
}
