package dev.portolan.routing.portability;

import dev.portolan.chat.AudioPart;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Part;
import dev.portolan.chat.VideoPart;
import dev.portolan.routing.catalog.Behaviour;
import dev.portolan.routing.catalog.Behaviours;
import dev.portolan.routing.catalog.Offer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What requests use and the catalog denies, and what they use and nobody says anything of. */
final class CatalogRules {

    private static final Map<Capability, PortabilityArea> AREAS = Map.of(
            Capability.TOOLS, PortabilityArea.TOOLS,
            Capability.PARALLEL_TOOL_CALLS, PortabilityArea.TOOLS,
            Capability.JSON_OUTPUT, PortabilityArea.SCHEMAS,
            Capability.JSON_SCHEMA_OUTPUT, PortabilityArea.SCHEMAS,
            Capability.IMAGE_INPUT, PortabilityArea.MEDIA,
            Capability.DOCUMENT_INPUT, PortabilityArea.MEDIA,
            Capability.AUDIO_INPUT, PortabilityArea.MEDIA,
            Capability.VIDEO_INPUT, PortabilityArea.MEDIA);

    private final PortabilityTarget target;
    private final Findings findings;
    private final Map<Capability, String> used = new EnumMap<>(Capability.class);
    private final Map<Capability, Integer> counts = new EnumMap<>(Capability.class);

    CatalogRules(PortabilityTarget target, Findings findings) {
        this.target = target;
        this.findings = findings;
    }

    void check(WorkloadCall call) {
        for (Capability capability : uses(call.request())) {
            used.putIfAbsent(capability, call.id());
            counts.merge(capability, 1, Integer::sum);
        }
        ChatRequest request = call.request();
        sampling(call, request.temperature(), Behaviours.REJECTS_TEMPERATURE, Capability.TEMPERATURE, "temperature");
        sampling(call, request.topP(), Behaviours.REJECTS_TOP_P, Capability.TOP_P, "topP");
        sampling(call, request.topK(), Behaviours.REJECTS_TOP_K, Capability.TOP_K, "topK");
        if (request.maxOutputTokens() == null && Behaving.find(target, Behaviours.OUTPUT_LIMIT_REQUIRED) != null) {
            found(
                    call,
                    PortabilityArea.SETTINGS,
                    Severity.INFORMS,
                    "output-limit-required",
                    "maxOutputTokens",
                    "the target wants a limit of output; without one the library sends its own",
                    "Set max-output-tokens to what the longest answer needs");
        }
    }

    /** The model leaves a setting out by itself where it knows better; the catalog speaks where the model says nothing. */
    private void sampling(WorkloadCall call, @Nullable Object value, String key, Capability capability, String field) {
        ModelInfo info = target.info();
        if (value == null || Behaving.find(target, key) == null || (info != null && !info.supports(capability))) {
            return;
        }
        found(
                call,
                PortabilityArea.SETTINGS,
                info == null ? Severity.CHANGES : Severity.BLOCKS,
                "setting-rejected",
                field,
                "the catalog says that the target rejects this setting",
                "Take it out of the request");
    }

    private static Set<Capability> uses(ChatRequest request) {
        Set<Capability> uses = EnumSet.noneOf(Capability.class);
        if (!request.tools().isEmpty()) {
            uses.add(Capability.TOOLS);
            if (Boolean.TRUE.equals(request.parallelToolCalls())) {
                uses.add(Capability.PARALLEL_TOOL_CALLS);
            }
        }
        if (request.outputFormat() instanceof OutputFormat.Schema) {
            uses.add(Capability.JSON_SCHEMA_OUTPUT);
        } else if (request.outputFormat() instanceof OutputFormat.Json) {
            uses.add(Capability.JSON_OUTPUT);
        }
        for (Message message : request.messages()) {
            for (Part part : message.parts()) {
                if (part instanceof ImagePart) {
                    uses.add(Capability.IMAGE_INPUT);
                } else if (part instanceof DocumentPart) {
                    uses.add(Capability.DOCUMENT_INPUT);
                } else if (part instanceof AudioPart) {
                    uses.add(Capability.AUDIO_INPUT);
                } else if (part instanceof VideoPart) {
                    uses.add(Capability.VIDEO_INPUT);
                }
            }
        }
        return uses;
    }

    void finish() {
        used.forEach(this::capability);
        Behaviour missing = Behaving.find(target, Behaviours.TOOLS_MISSING);
        if (missing != null && used.containsKey(Capability.TOOLS)) {
            denied(Capability.TOOLS, missing.text());
        }
        Behaviour served = Behaving.find(target, Behaviours.CONTEXT_SERVED);
        if (served != null) {
            whole(
                    PortabilityArea.CONTEXT,
                    Severity.CHANGES,
                    "context-served",
                    served.text(),
                    "Set the server's context");
        }
        Behaviour quantised = Behaving.find(target, Behaviours.QUANTISED);
        if (quantised != null) {
            whole(
                    PortabilityArea.PROMPTS,
                    Severity.INFORMS,
                    "quantised",
                    quantised.text(),
                    "Trust no published score; compare on your own prompts");
        }
    }

    private void capability(Capability capability, String example) {
        ModelInfo info = target.info();
        Offer offer = target.offer();
        Boolean known = offer == null ? null : offer.can(capability);
        boolean modelKnows = info != null && info.knows(capability);
        if (Boolean.FALSE.equals(known) && (info == null || info.supports(capability))) {
            denied(capability, "the catalog says that the target has no " + words(capability));
        } else if (known == null && !modelKnows) {
            findings.open(area(capability), "whether the target has " + words(capability) + " is not known");
        }
    }

    private void denied(Capability capability, String message) {
        findings.found(
                new Findings.Cause(
                        area(capability),
                        Severity.BLOCKS,
                        "catalog-denies",
                        null,
                        List.of(),
                        message,
                        "Try one call; if the catalog is wrong, say so in an overlay, else choose another model"),
                counts.getOrDefault(capability, 0),
                used.get(capability));
    }

    private static PortabilityArea area(Capability capability) {
        return AREAS.getOrDefault(capability, PortabilityArea.SETTINGS);
    }

    private static String words(Capability capability) {
        return capability.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void found(
            WorkloadCall call,
            PortabilityArea area,
            Severity severity,
            String code,
            String field,
            String message,
            String remedy) {
        findings.found(new Findings.Cause(area, severity, code, field, List.of(), message, remedy), call);
    }

    private void whole(PortabilityArea area, Severity severity, String code, String message, String remedy) {
        findings.found(new Findings.Cause(area, severity, code, null, List.of(), message, remedy), null);
    }
}
