package dev.portolan.evidence.inventory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Part;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.VideoPart;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.evidence.dataset.CallTrace;
import dev.portolan.evidence.dataset.LoggedCall;
import dev.portolan.evidence.recording.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts calls. For one thread. */
final class Counting {

    private final PromptTally prompts = new PromptTally();
    private final CostTally cost;
    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();
    private final Map<String, Map<String, Integer>> settings = new TreeMap<>();
    private final Map<String, Distribution> distributions = new TreeMap<>();
    private @Nullable Instant from;
    private @Nullable Instant to;
    private int calls;
    private int unanswered;
    private boolean trails = true;
    private int abandoned;
    private int retried;
    private int rateLimitHits;
    private int filtered;

    Counting(PriceSource prices) {
        this.cost = new CostTally(prices);
    }

    void add(Recording call) {
        calls++;
        when(call.startedAt());
        count("shapes", call.streamed() ? "stream" : "chat");
        count("names", call.name());
        count("features", call.context().feature());
        request(call.request());
        ChatResponse response = call.response();
        LlmException error = call.error();
        if (response != null) {
            answer(call.took(), response, call.startedAt());
        } else if (error != null) {
            count("errors", error.kind().id());
            filtered += error.kind().equals(ErrorKind.CONTENT_FILTERED) ? 1 : 0;
            rateLimitHits += error.attempts().isEmpty() && error.kind().equals(ErrorKind.RATE_LIMITED) ? 1 : 0;
            attempts(error.attempts());
        } else {
            abandoned++;
        }
    }

    /** A call of a log: how often it was sent, and whether a stream was left, no log tells. */
    void add(LoggedCall call) {
        calls++;
        trails = false;
        CallTrace trace = call.trace();
        if (trace.at() != null) {
            when(trace.at());
        }
        count("shapes", trace.streamed() == null ? null : trace.streamed() ? "stream" : "chat");
        count("apis", trace.api());
        count("modelsAsked", trace.model());
        request(call.request());
        ChatResponse response = call.response();
        ErrorKind error = trace.error();
        if (response != null) {
            answer(trace.took(), response, trace.at());
        } else if (error != null) {
            count("errors", error.id());
            filtered += error.equals(ErrorKind.CONTENT_FILTERED) ? 1 : 0;
            rateLimitHits += error.equals(ErrorKind.RATE_LIMITED) ? 1 : 0;
        } else {
            unanswered++;
        }
    }

    private void when(Instant at) {
        from = from == null || at.isBefore(from) ? at : from;
        to = to == null || at.isAfter(to) ? at : to;
    }

    private void request(ChatRequest request) {
        prompts.add(request);
        setting("temperature", request.temperature());
        setting("topP", request.topP());
        setting("topK", request.topK());
        setting("maxOutputTokens", request.maxOutputTokens());
        setting("seed", request.seed() == null ? null : "set");
        setting("frequencyPenalty", request.frequencyPenalty());
        setting("presencePenalty", request.presencePenalty());
        setting("logprobs", request.logprobs());
        setting("reasoningEffort", request.reasoningEffort());
        setting("parallelToolCalls", request.parallelToolCalls());
        setting("stop", request.stop().isEmpty() ? null : request.stop().size() + " sequences");
        ToolChoice choice = request.toolChoice();
        setting("toolChoice", choice == null ? null : choice.mode());
        request.vendorOptions().keySet().forEach(provider -> setting("vendorOptions." + provider, "set"));
        OutputFormat format = request.outputFormat();
        if (format instanceof OutputFormat.Schema schema) {
            count(
                    "schemas",
                    schema.name() + " " + PromptTally.hash(schema.schema().json()));
        }
        setting("outputFormat", format == null ? null : form(format));
        for (Tool tool : request.tools()) {
            count(
                    "toolsOffered",
                    tool.name() + " " + PromptTally.hash(tool.parameters().json()));
        }
        Set<String> media = new TreeSet<>(Set.of("text"));
        for (Message message : request.messages()) {
            message.parts().forEach(part -> media.add(modality(part)));
        }
        media.forEach(kind -> count("modalities", kind));
    }

    private static String form(OutputFormat format) {
        if (format instanceof OutputFormat.Schema) {
            return "schema";
        }
        return format.equals(OutputFormat.JSON) ? "json" : "text";
    }

    static String modality(Part part) {
        if (part instanceof ImagePart) {
            return "image";
        } else if (part instanceof DocumentPart) {
            return "document";
        } else if (part instanceof AudioPart) {
            return "audio";
        }
        return part instanceof VideoPart ? "video" : "text";
    }

    private void answer(@Nullable Duration took, ChatResponse response, @Nullable Instant at) {
        count("models", response.provider() + "/" + response.model());
        FinishReason.Kind end = response.finishReason().kind();
        count("finishReasons", end.name());
        filtered += end == FinishReason.Kind.CONTENT_FILTER ? 1 : 0;
        response.toolCalls().stream().map(ToolCall::name).forEach(tool -> count("toolsCalled", tool));
        response.warnings().stream().map(Warning::code).forEach(code -> count("warnings", code));
        attempts(response.attempts());
        measured("inputTokens", response.usage().inputTokens());
        measured("outputTokens", response.usage().outputTokens());
        Duration total =
                response.timings().total().isZero() ? took : response.timings().total();
        measured("latency", seconds(total));
        measured("firstToken", seconds(response.timings().firstToken()));
        cost.add(response, at);
    }

    private void attempts(List<Attempt> attempts) {
        retried += attempts.size() > 1 ? 1 : 0;
        rateLimitHits += (int) attempts.stream()
                .filter(attempt -> attempt.outcome().equals(ErrorKind.RATE_LIMITED.id()))
                .count();
    }

    private static @Nullable Double seconds(@Nullable Duration time) {
        return time == null || time.isZero() ? null : time.toNanos() / 1e9;
    }

    private void measured(String name, @Nullable Number value) {
        Distribution distribution = distributions.computeIfAbsent(name, any -> new Distribution());
        if (value != null) {
            distribution.add(value.doubleValue());
        }
    }

    private void count(String what, @Nullable String value) {
        counts.computeIfAbsent(what, any -> new TreeMap<>())
                .merge(value == null ? "(not set)" : value, 1, Integer::sum);
    }

    private void setting(String what, @Nullable Object value) {
        settings.computeIfAbsent(what, any -> new TreeMap<>())
                .merge(value == null ? "(not set)" : value.toString(), 1, Integer::sum);
    }

    ObjectNode content() {
        ObjectNode out = WorkloadInventory.MAPPER.createObjectNode().put("calls", calls);
        out.put("from", from == null ? null : from.toString()).put("to", to == null ? null : to.toString());
        for (String what : List.of("shapes", "apis", "modelsAsked", "models", "names", "features")) {
            put(out.putObject(what), counts.getOrDefault(what, Map.of()));
        }
        ObjectNode values = out.putObject("settings");
        settings.forEach((name, of) -> {
            if (of.size() > 1 || !of.containsKey("(not set)")) {
                put(values.putObject(name), of);
            }
        });
        prompts.writeTo(out);
        put(out.putObject("toolsOffered"), counts.getOrDefault("toolsOffered", Map.of()));
        put(out.putObject("toolsCalled"), counts.getOrDefault("toolsCalled", Map.of()));
        put(out.putObject("schemas"), counts.getOrDefault("schemas", Map.of()));
        put(out.putObject("modalities"), counts.getOrDefault("modalities", Map.of()));
        for (String what : List.of("inputTokens", "outputTokens", "latency", "firstToken")) {
            distributions.getOrDefault(what, new Distribution()).writeTo(out.putObject(what));
        }
        cost.writeTo(out);
        put(out.putObject("finishReasons"), counts.getOrDefault("finishReasons", Map.of()));
        put(out.putObject("errors"), counts.getOrDefault("errors", Map.of()));
        put(out.putObject("warnings"), counts.getOrDefault("warnings", Map.of()));
        out.put("unanswered", unanswered)
                .put("abandoned", trails ? abandoned : null)
                .put("retried", trails ? retried : null)
                .put("rateLimitHits", rateLimitHits)
                .put("filtered", filtered);
        OpenTopics.addTo(out.putArray("toFillIn"));
        return out;
    }

    private static void put(ObjectNode out, Map<String, Integer> counts) {
        counts.forEach(out::put);
    }
}
