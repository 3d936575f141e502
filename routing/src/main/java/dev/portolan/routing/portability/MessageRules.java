package dev.portolan.routing.portability;

import dev.portolan.chat.AudioPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.PromptOrigin;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.spi.support.ToolNames;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What histories carry along that another vendor cannot read, and where their parts stand. */
final class MessageRules {

    /** Wires with one place for system text, at the beginning. */
    private static final Set<Cloud> SYSTEM_FIRST = Set.of(Cloud.BEDROCK, Cloud.VERTEX, Cloud.ANTHROPIC, Cloud.GOOGLE);

    private final @Nullable String provider;
    private final @Nullable Cloud cloud;
    private final Findings findings;

    MessageRules(@Nullable String provider, @Nullable Cloud cloud, Findings findings) {
        this.provider = provider;
        this.cloud = cloud;
        this.findings = findings;
    }

    void check(WorkloadCall call) {
        boolean begun = false;
        for (Message message : call.request().messages()) {
            boolean system = message instanceof SystemMessage;
            if (system && begun && cloud != null && SYSTEM_FIRST.contains(cloud)) {
                found(
                        call,
                        PortabilityArea.SYSTEM_MESSAGES,
                        Severity.CHANGES,
                        "system-text-moves",
                        "messages",
                        "system text in the middle of a conversation is moved to its beginning",
                        "Compare answers; say what belongs to a moment in a user message");
            }
            begun |= !system;
            state(call, message.vendorState());
            message.parts().forEach(part -> part(call, part));
        }
        for (Tool tool : call.request().tools()) {
            if (!ToolNames.wire(tool.name()).equals(tool.name())) {
                found(
                        call,
                        PortabilityArea.TOOLS,
                        Severity.INFORMS,
                        "tool-name-rewritten",
                        "tools." + tool.name(),
                        "most wires take names of 64 letters, digits, _ and - at most; this one is rewritten on its way, and back",
                        "Nothing for the code; prompts that name the tool should use a name that every vendor takes");
            }
        }
        for (PromptOrigin prompt : call.request().prompts()) {
            found(
                    call,
                    PortabilityArea.PROMPTS,
                    Severity.INFORMS,
                    "named-prompt",
                    "prompts." + prompt.name(),
                    prompt.alternatives().isEmpty()
                            ? "the prompt has one wording for all models"
                            : "the prompt has " + prompt.alternatives().size()
                                    + " other wordings; the model chooses among them",
                    "Add a variant for the target if a comparison shows the need");
        }
    }

    private void part(WorkloadCall call, Part part) {
        if (part instanceof OtherPart other) {
            if (foreign(other.vendorState())) {
                found(
                        call,
                        PortabilityArea.CONVERSATION_STATE,
                        Severity.CHANGES,
                        "vendor-part",
                        "messages[*].parts[*]",
                        "the history holds parts that only " + vendor(other.vendorState())
                                + " can read; they are left out",
                        "Let open conversations end on the source, or compare answers without these parts");
            }
            return;
        }
        state(call, part.vendorState());
        if (part instanceof ToolCall tool && tool.providerExecuted()) {
            found(
                    call,
                    PortabilityArea.HOSTED_TOOLS,
                    Severity.BLOCKS,
                    "hosted-tool-ran",
                    "messages[*].parts[*]",
                    "the vendor ran tools itself in the history; the target would not",
                    "Give the model a tool of your own for it, or choose what the target's vendor runs");
        } else if (part instanceof ToolResult result) {
            result.content().forEach(inner -> part(call, inner));
        } else if (media(part) instanceof Media.FileReference) {
            found(
                    call,
                    PortabilityArea.MEDIA,
                    Severity.BLOCKS,
                    "vendor-file",
                    "messages[*].parts[*]",
                    "the file lies at a vendor and is known there alone",
                    "Send the bytes, or upload the file to the target and send its id there");
        }
    }

    private static @Nullable Media media(Part part) {
        if (part instanceof ImagePart image) {
            return image.media();
        } else if (part instanceof DocumentPart document) {
            return document.media();
        } else if (part instanceof AudioPart audio) {
            return audio.media();
        }
        return part instanceof VideoPart video ? video.media() : null;
    }

    private void state(WorkloadCall call, @Nullable VendorState state) {
        if (state != null && foreign(state)) {
            found(
                    call,
                    PortabilityArea.CONVERSATION_STATE,
                    Severity.INFORMS,
                    "vendor-state",
                    "messages",
                    "the history holds state of " + vendor(state)
                            + " (signatures, encrypted reasoning, item ids), which is left out",
                    "Nothing; conversations that are under way lose the reasoning behind their earlier answers");
        }
    }

    private boolean foreign(VendorState state) {
        return provider == null || !vendor(state).equals(provider);
    }

    private static String vendor(VendorState state) {
        int slash = state.origin().indexOf('/');
        return slash < 0 ? state.origin() : state.origin().substring(0, slash);
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
}
