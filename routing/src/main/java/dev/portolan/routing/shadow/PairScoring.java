package dev.portolan.routing.shadow;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.check.Answer;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.Observation;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.cost.Money;
import dev.portolan.evidence.cost.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From two ends of a call to a pair. What throws costs a score, a cost or the content, not the pair. Thread-safe if the checks are. */
final class PairScoring {

    private final String name;
    private final ShadowSettings settings;
    private final Mishaps mishaps;
    private final KeyedHash hash;
    private final @Nullable RedactedContent content;

    PairScoring(String name, ShadowSettings settings, Mishaps mishaps) {
        this.name = name;
        this.settings = settings;
        this.mishaps = mishaps;
        this.hash = new KeyedHash(settings.hashKey());
        this.content = settings.content() == null ? null : new RedactedContent(settings.content());
    }

    ShadowResult pair(ShadowCall call, CallEnd target, @Nullable Money targetCost) {
        Answer reference = call.source().answer();
        return new ShadowResult(
                name,
                call.at(),
                call.streamed(),
                call.context().tenant(),
                call.context().feature(),
                call.context().taskKey(),
                call.context().tags(),
                hash.of(call.request()),
                side(call, call.source(), reference, cost(call, call.source())),
                side(call, target, reference, targetCost),
                content(call, target));
    }

    private @Nullable ShadowContent content(ShadowCall call, CallEnd target) {
        RedactedContent kept = content;
        if (kept == null) {
            return null;
        }
        try {
            return kept.of(call, target);
        } catch (RuntimeException | StackOverflowError e) {
            mishaps.count("redactor", e);
            return null;
        }
    }

    private SideResult side(ShadowCall call, CallEnd end, @Nullable Answer reference, @Nullable Money cost) {
        ChatResponse response = end.response();
        LlmException error = end.error();
        return new SideResult(
                end.outcome(),
                error == null ? null : error.kind().id(),
                response == null ? error == null ? null : error.provider() : response.provider(),
                response == null ? null : response.model(),
                end.latency(),
                end.firstToken(),
                response == null ? null : response.finishReason().kind(),
                response == null ? Usage.UNKNOWN : response.usage(),
                cost,
                response == null ? null : hash.of(response),
                response == null
                        ? List.of()
                        : response.warnings().stream().map(Warning::code).toList(),
                scores(call, end.answer(), reference));
    }

    private List<CheckResult> scores(ShadowCall call, @Nullable Answer answer, @Nullable Answer reference) {
        if (answer == null || settings.checks().isEmpty()) {
            return List.of();
        }
        Observation seen = Observation.builder(call.request(), answer)
                .reference(reference)
                .tags(call.context().tags().values())
                .build();
        List<CheckResult> results = new ArrayList<>();
        for (Check check : settings.checks()) {
            results.add(CheckResult.of(check.name(), score(check, seen)));
        }
        return results;
    }

    /** What a check throws tells nothing of the answer. */
    private Score score(Check check, Observation seen) {
        try {
            return check.score(seen);
        } catch (LlmException e) {
            return Score.missing("the check's own call failed");
        } catch (RuntimeException | StackOverflowError e) {
            mishaps.count("check", e);
            return Score.missing("the check threw");
        }
    }

    /** What an answer cost, or {@code null} when there is none or that is not known. */
    @Nullable
    Money cost(ShadowCall call, CallEnd end) {
        ChatResponse response = end.response();
        if (response == null) {
            return null;
        }
        try {
            Price price = settings.prices().price(response.provider(), response.model(), response.usage(), call.at());
            BigDecimal amount = price == null ? null : price.of(response.usage());
            return price == null || amount == null ? null : new Money(amount, price.currency());
        } catch (RuntimeException e) {
            mishaps.count("prices", e);
            return null;
        }
    }
}
