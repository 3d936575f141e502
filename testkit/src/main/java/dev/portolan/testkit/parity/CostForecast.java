package dev.portolan.testkit.parity;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.conversation.TokenEstimate;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.evidence.dataset.Example;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Guesses what calls will cost and take. The length of an answer is that of the example's known answer, else what was said to be
 * expected, else the most that the request allows. Input is guessed by its characters.
 */
final class CostForecast {

    private final RunSettings settings;
    private final List<String> notes;

    CostForecast(RunSettings settings, List<String> notes) {
        this.settings = settings;
        this.notes = notes;
    }

    /** The cost of a share of all calls, or null. */
    @Nullable
    BigDecimal money(double share) {
        PriceSource prices = settings.prices();
        if (prices == null) {
            return null;
        }
        BigDecimal all = BigDecimal.ZERO;
        boolean known = true;
        for (Subject subject : Stream.concat(Stream.of(settings.source()), settings.targets().stream())
                .toList()) {
            ModelInfo info = subject.model().info();
            boolean priced = true;
            int times = settings.repeats() * (settings.noiseFloor() && subject == settings.source() ? 2 : 1);
            for (Example example : settings.dataset().examples()) {
                ChatRequest request = subject.shape(example.request());
                Long output = outputTokens(example, request);
                if (output == null) {
                    notes.add("How long answers will be is not known: see expectedOutputTokens");
                    return null;
                }
                Usage usage = Usage.of(TokenEstimate.input(request, TokenEstimate.CHARACTERS), output);
                Price price = prices.price(info.provider(), info.model(), usage, null);
                BigDecimal one =
                        price == null || !price.currency().equals(settings.currency()) ? null : price.of(usage);
                priced &= one != null;
                all = one == null ? all : all.add(one.multiply(BigDecimal.valueOf(times)));
            }
            if (!priced) {
                notes.add("What " + info.model() + " of " + info.provider() + " costs in "
                        + settings.currency().getCurrencyCode() + " is not known");
                known = false;
            }
        }
        return known ? all.multiply(BigDecimal.valueOf(share)) : null;
    }

    private @Nullable Long outputTokens(Example example, ChatRequest request) {
        ChatResponse reference = example.reference();
        if (reference != null) {
            Long told = reference.usage().outputTokens();
            return told != null ? told : TokenEstimate.CHARACTERS.tokens(reference.message());
        }
        Integer expected = settings.expectedOutputTokens();
        Integer most = request.maxOutputTokens();
        return expected != null ? Long.valueOf(expected) : most != null ? Long.valueOf(most) : null;
    }

    /** The time for a share of all calls, or null. */
    @Nullable
    Duration time(double share) {
        Duration all = Duration.ZERO;
        Duration expected = settings.expectedLatency();
        for (Example example : settings.dataset().examples()) {
            ChatResponse reference = example.reference();
            Duration told =
                    reference == null ? Duration.ZERO : reference.timings().total();
            if (told.isZero()) {
                if (expected == null) {
                    return null;
                }
                told = expected;
            }
            all = all.plus(told.multipliedBy(settings.callsForExample()));
        }
        int together =
                Math.min(settings.concurrency(), settings.dataset().examples().size());
        return Duration.ofNanos(Math.round(all.toNanos() * share / together));
    }
}
