package dev.portolan.routing.portability;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.ErrorKind;
import dev.portolan.routing.catalog.Behaviours;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.control.Control;
import dev.portolan.routing.control.ControlMap;
import dev.portolan.spi.ProviderChatModel;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What only real traffic shows: streams, how many calls a minute, how long they take, how they fail and what is blocked. */
final class TrafficRules {

    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final PortabilityTarget target;
    private final Findings findings;
    private final Map<Long, long[]> minutes = new HashMap<>();
    private final List<Duration> times = new ArrayList<>();
    private final Map<String, Integer> errors = new TreeMap<>();
    private int calls;
    private int shapes;
    private int streams;
    private @Nullable String firstStream;
    private int toolStreams;
    private int outcomes;
    private int filtered;
    private boolean tokensUnknown;

    TrafficRules(PortabilityTarget target, Findings findings) {
        this.target = target;
        this.findings = findings;
    }

    void check(WorkloadCall call) {
        calls++;
        if (call.streamed() != null) {
            shapes++;
            if (call.streamed()) {
                streams++;
                firstStream = firstStream == null ? call.id() : firstStream;
                toolStreams += call.request().tools().isEmpty() ? 0 : 1;
            }
        }
        if (call.at() != null) {
            long[] minute = minutes.computeIfAbsent(
                    call.at().truncatedTo(ChronoUnit.MINUTES).getEpochSecond(), any -> new long[2]);
            Long tokens = call.usage().totalTokens();
            minute[0]++;
            minute[1] += tokens == null ? 0 : tokens;
            tokensUnknown |= tokens == null;
        }
        if (call.took() != null && !call.took().isZero()) {
            times.add(call.took());
        }
        ErrorKind error = call.error();
        if (error != null) {
            errors.merge(error.id(), 1, Integer::sum);
        }
        outcomes += error != null || call.usage().outputTokens() != null ? 1 : 0;
        filtered += call.filteredAnswer() || ErrorKind.CONTENT_FILTERED.equals(error) ? 1 : 0;
    }

    void finish() {
        streaming();
        rates();
        timeouts();
        filter();
        errors();
    }

    private void streaming() {
        if (shapes == 0) {
            findings.open(PortabilityArea.STREAMING, "whether answers are streamed is not known from requests");
            return;
        }
        findings.judged(PortabilityArea.STREAMING);
        ModelInfo info = target.info();
        Offer offer = target.offer();
        boolean refused = (info != null && !info.supports(Capability.STREAMING))
                || (offer != null && Boolean.FALSE.equals(offer.can(Capability.STREAMING)));
        if (streams > 0 && refused) {
            add(
                    PortabilityArea.STREAMING,
                    Severity.BLOCKS,
                    "no-streaming",
                    "the target does not stream",
                    "Ask for whole answers, or choose another model",
                    streams,
                    firstStream);
        } else if (toolStreams > 0 && Behaving.find(target, Behaviours.TOOLS_NOT_STREAMED) != null) {
            add(
                    PortabilityArea.STREAMING,
                    Severity.BLOCKS,
                    "tools-not-streamed",
                    "the target refuses streams with tools",
                    "Ask for whole answers where tools are offered",
                    toolStreams,
                    firstStream);
        }
    }

    private void rates() {
        if (minutes.isEmpty()) {
            findings.open(
                    PortabilityArea.RATE_LIMITS,
                    "how many calls come in a minute is not known: the requests have no times");
            return;
        }
        long most = 0;
        long tokens = 0;
        for (long[] minute : minutes.values()) {
            most = Math.max(most, minute[0]);
            tokens = Math.max(tokens, minute[1]);
        }
        Integer limited = errors.get(ErrorKind.RATE_LIMITED.id());
        add(
                PortabilityArea.RATE_LIMITS,
                limited == null ? Severity.INFORMS : Severity.CHANGES,
                "peak-minute",
                "the busiest minute has " + most + " calls and " + (tokensUnknown ? "at least " : "") + tokens
                        + " tokens"
                        + (limited == null ? "" : "; " + limited + " calls met a limit at the source")
                        + ". What the target's account may use is in no catalog",
                "Have a quota above this granted before traffic moves; set maxOutputTokens, which counts against some quotas",
                limited == null ? 0 : limited,
                null);
    }

    private void timeouts() {
        if (times.isEmpty()) {
            findings.open(PortabilityArea.TIMEOUTS, "how long calls take is not known from requests");
        } else {
            Collections.sort(times);
            Duration p95 = times.get((int) Math.ceil(0.95 * times.size()) - 1);
            Duration longest = times.get(times.size() - 1);
            Duration limit = streams > 0
                    ? ProviderChatModel.STREAM_TIMEOUTS.firstToken()
                    : ProviderChatModel.CHAT_TIMEOUTS.firstToken();
            boolean near = limit != null && longest.plus(MARGIN).compareTo(limit) > 0 && streams == 0;
            add(
                    PortabilityArea.TIMEOUTS,
                    near ? Severity.CHANGES : Severity.INFORMS,
                    "source-latency",
                    "at the source 95 of 100 calls take up to " + seconds(p95) + ", the longest " + seconds(longest)
                            + "; how long the target takes only calls tell",
                    "Measure in a parity run; set timeouts by what the caller waits for, not by the source's times",
                    0,
                    null);
        }
        findings.open(PortabilityArea.TIMEOUTS, "how fast the target answers: a parity run measures it");
        if (Behaving.find(target, Behaviours.REASONS_BY_DEFAULT) != null
                || Behaving.find(target, Behaviours.REASONS_ALWAYS) != null) {
            add(
                    PortabilityArea.TIMEOUTS,
                    Severity.CHANGES,
                    "reasons-first",
                    "the target reasons before it answers: the first token comes later, and reasoning is billed as output",
                    "Set reasoningEffort to the least that answers well, and allow more time to the first token",
                    calls,
                    null);
        }
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    private void filter() {
        Cloud cloud = target.cloud();
        Offer source = target.source();
        if (outcomes == 0) {
            findings.open(PortabilityArea.CONTENT_FILTER, "what the source blocks is not known from requests");
        }
        if (cloud == null) {
            findings.open(PortabilityArea.CONTENT_FILTER, "what the target's service filters is not known");
            return;
        }
        if (source != null && source.cloud() == cloud) {
            findings.judged(PortabilityArea.CONTENT_FILTER);
            return;
        }
        Control.Side side = ControlMap.bundled().control("content-filter").on(cloud);
        if (side == null || side.policy() == null) {
            findings.open(PortabilityArea.CONTENT_FILTER, "what " + cloud.id() + " filters is not known");
            return;
        }
        add(
                PortabilityArea.CONTENT_FILTER,
                Severity.CHANGES,
                "other-filter",
                "the service filters otherwise: " + side.policy()
                        + (filtered == 0 ? "" : ". " + filtered + " calls were filtered at the source"),
                "Write the policy again on the target, and try both blocked and harmless prompts, before traffic moves",
                filtered,
                null);
    }

    private void errors() {
        if (outcomes == 0) {
            findings.open(PortabilityArea.ERRORS, "how calls fail is not known from requests");
            return;
        }
        findings.judged(PortabilityArea.ERRORS);
        errors.forEach((kind, count) -> add(
                PortabilityArea.ERRORS,
                Severity.INFORMS,
                "error-" + kind,
                "calls failed as " + kind + " at the source; the library tells it by the same kind on every provider",
                "Handle the kind, never a vendor's code or text; compare its share after the move",
                count,
                null));
    }

    private void add(
            PortabilityArea area,
            Severity severity,
            String code,
            String message,
            String remedy,
            int requests,
            @Nullable String example) {
        findings.found(new Findings.Cause(area, severity, code, null, List.of(), message, remedy), requests, example);
    }
}
