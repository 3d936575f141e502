package dev.portolan.routing.portability;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.spi.support.WireJson;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Options of one vendor, which travel to that vendor alone: what they ask for is lost in silence elsewhere. */
final class OptionRules {

    /** What an option of a vendor asks for, and what a move makes of it. */
    private record Meaning(PortabilityArea area, Severity severity, String code, String message, String remedy) {}

    private static final String KEEP_HISTORY =
            "Keep the history in the application (dev.portolan.conversation) and send it whole; let open conversations end first";

    private static final Meaning STORED = new Meaning(
            PortabilityArea.CONVERSATION_STATE,
            Severity.BLOCKS,
            "stored-conversation",
            "the earlier turns lie at the vendor; the target would answer without them",
            KEEP_HISTORY);
    private static final Meaning SEARCH = new Meaning(
            PortabilityArea.HOSTED_TOOLS,
            Severity.BLOCKS,
            "hosted-tool",
            "the vendor searches or retrieves itself; the target does not",
            "Give the model a tool of your own for it, or choose what the target's vendor runs");
    private static final Meaning FILTER = new Meaning(
            PortabilityArea.CONTENT_FILTER,
            Severity.CHANGES,
            "filter-option",
            "a filter is chosen by the request; the target has other filters",
            "Set up the target's filter to the same policy before traffic moves");
    private static final Meaning CACHE = new Meaning(
            PortabilityArea.PRICE,
            Severity.CHANGES,
            "cache-option",
            "the vendor's cache of prompts is steered; the target has another or none",
            "Set up the target's cache, and compare cost with real traffic");
    private static final Meaning CLASS = new Meaning(
            PortabilityArea.PRICE,
            Severity.CHANGES,
            "service-class",
            "a class of service is chosen, with a price and a speed of its own",
            "Choose the target's class of service, if it has any");
    private static final Meaning LABELS = new Meaning(
            PortabilityArea.SETTINGS,
            Severity.INFORMS,
            "vendor-labels",
            "labels for the vendor's logs and abuse monitoring are not sent",
            "Use the call's tags, tenant and feature, which do not depend on a vendor");

    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            Map.entry("previous_response_id", STORED),
            Map.entry("conversation", STORED),
            Map.entry(
                    "prompt",
                    new Meaning(
                            PortabilityArea.PROMPTS,
                            Severity.BLOCKS,
                            "stored-prompt",
                            "the prompt lies at the vendor; the target would be asked without it",
                            "Move the prompt into the application (dev.portolan.prompt)")),
            Map.entry(
                    "store",
                    new Meaning(
                            PortabilityArea.CONVERSATION_STATE,
                            Severity.CHANGES,
                            "stored-answers",
                            "says whether the vendor keeps answers; the target keeps none that can be fetched",
                            "Keep what is needed in the application, and check who reads the vendor's store")),
            Map.entry(
                    "background",
                    new Meaning(
                            PortabilityArea.CONVERSATION_STATE,
                            Severity.BLOCKS,
                            "background-answer",
                            "the vendor works on after the call and keeps the answer; the target does not",
                            "Wait for the answer in a job of your own")),
            Map.entry("web_search_options", SEARCH),
            Map.entry("data_sources", SEARCH),
            Map.entry("enhancements", SEARCH),
            Map.entry("guardrailConfig", FILTER),
            Map.entry("safetySettings", FILTER),
            Map.entry("safety_settings", FILTER),
            Map.entry("prompt_cache_key", CACHE),
            Map.entry("prompt_cache_retention", CACHE),
            Map.entry("cachedContent", CACHE),
            Map.entry("cache_control", CACHE),
            Map.entry("service_tier", CLASS),
            Map.entry("serviceTier", CLASS),
            Map.entry("metadata", LABELS),
            Map.entry("user", LABELS),
            Map.entry("safety_identifier", LABELS),
            Map.entry("labels", LABELS),
            Map.entry("requestMetadata", LABELS),
            Map.entry(
                    "modalities",
                    new Meaning(
                            PortabilityArea.MEDIA,
                            Severity.BLOCKS,
                            "spoken-answer",
                            "the answer is asked for in another form than text",
                            "Choose a model that speaks, or speak the text elsewhere")),
            Map.entry(
                    "audio",
                    new Meaning(
                            PortabilityArea.MEDIA,
                            Severity.BLOCKS,
                            "spoken-answer",
                            "the answer is asked for as sound",
                            "Choose a model that speaks, or speak the text elsewhere")),
            Map.entry(
                    "truncation",
                    new Meaning(
                            PortabilityArea.CONTEXT,
                            Severity.CHANGES,
                            "vendor-truncation",
                            "the vendor cuts long histories itself; the target fails instead",
                            "Trim in the application (dev.portolan.conversation.Trimming)")),
            Map.entry(
                    "n",
                    new Meaning(
                            PortabilityArea.SETTINGS,
                            Severity.CHANGES,
                            "several-answers",
                            "several answers to one request",
                            "Ask as many times as answers are needed")));

    private static final Meaning OTHER = new Meaning(
            PortabilityArea.SETTINGS,
            Severity.CHANGES,
            "vendor-option",
            "an option of this vendor is not sent to the target",
            "Find what the target has for it, or take it out");

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

    private final @Nullable String provider;
    private final Findings findings;

    OptionRules(@Nullable String provider, Findings findings) {
        this.provider = provider;
        this.findings = findings;
        findings.judged(PortabilityArea.CONVERSATION_STATE, PortabilityArea.HOSTED_TOOLS, PortabilityArea.SETTINGS);
    }

    void check(WorkloadCall call) {
        ChatRequest request = call.request();
        for (Map.Entry<String, String> options : request.vendorOptions().entrySet()) {
            if (options.getKey().equals(provider)) {
                findings.open(
                        PortabilityArea.SETTINGS,
                        "whether the target takes the options that requests hold for " + provider
                                + ": they are sent as they are, and only a call tells");
            } else {
                WireJson.tree(options.getValue())
                        .properties()
                        .forEach(option -> option(call, options.getKey(), option));
            }
        }
    }

    private void option(WorkloadCall call, String vendor, Map.Entry<String, JsonNode> option) {
        String name = option.getKey();
        JsonNode value = option.getValue();
        if (value.isNull()
                || (name.equals("n") && value.asInt() == 1)
                || (name.equals("background") && !value.asBoolean())) {
            return;
        }
        if (name.equals("tools") && value.isArray()) {
            value.forEach(tool -> hostedTool(call, vendor, tool));
            return;
        }
        if (name.equals("modalities")
                && value.isArray()
                && value.size() == 1
                && value.path(0).asText().equals("text")) {
            return;
        }
        Meaning meaning = MEANINGS.getOrDefault(name, OTHER);
        found(call, meaning, vendor, name, meaning.message());
    }

    private void hostedTool(WorkloadCall call, String vendor, JsonNode tool) {
        String type = tool.path("type").isTextual()
                ? tool.path("type").asText()
                : tool.properties().stream().map(Map.Entry::getKey).findFirst().orElse("");
        boolean ours = type.equals("function") || type.equals("custom");
        String shown = NAME.matcher(type).matches() ? type : "of a kind that has no name";
        Meaning meaning = new Meaning(
                ours ? PortabilityArea.TOOLS : PortabilityArea.HOSTED_TOOLS,
                Severity.BLOCKS,
                ours ? "vendor-tool" : "hosted-tool",
                ours
                        ? "a tool in a form of " + vendor + " alone: " + shown
                        : "the vendor runs the tool " + shown + "; the target does not know it",
                ours
                        ? "Describe the tool by a schema, as dev.portolan.tool does"
                        : "Give the model a tool of your own for it, or choose what the target's vendor runs");
        found(call, meaning, vendor, "tools", meaning.message());
    }

    private void found(WorkloadCall call, Meaning meaning, String vendor, String name, String message) {
        String shown = NAME.matcher(name).matches() ? name : "(other)";
        findings.found(
                new Findings.Cause(
                        meaning.area(),
                        meaning.severity(),
                        meaning.code(),
                        "vendorOptions." + vendor + "." + shown,
                        List.of(),
                        message,
                        meaning.remedy()),
                call);
    }
}
