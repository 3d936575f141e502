package dev.portolan.routing.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Part;
import dev.portolan.chat.VideoPart;
import dev.portolan.conversation.TokenEstimate;
import dev.portolan.evidence.inventory.WorkloadInventory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads needs from what a workload does. */
final class WorkloadNeeds {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final double LONG = 0.99;

    private WorkloadNeeds() {}

    static Needs.Builder of(WorkloadInventory inventory) {
        JsonNode facts = read(inventory);
        Needs.Builder needs = Needs.builder();
        boolean tools = !facts.path("toolsOffered").isEmpty();
        boolean streams = facts.path("shapes").has("stream");
        if (tools && streams) {
            needs.toolsInStreams();
        } else if (tools) {
            needs.capabilities(Capability.TOOLS);
        } else if (streams) {
            needs.capabilities(Capability.STREAMING);
        }
        if (facts.path("settings").path("parallelToolCalls").has("true")) {
            needs.capabilities(Capability.PARALLEL_TOOL_CALLS);
        }
        if (!facts.path("schemas").isEmpty()) {
            needs.capabilities(Capability.JSON_SCHEMA_OUTPUT);
        }
        JsonNode modalities = facts.path("modalities");
        if (modalities.has("image")) {
            needs.capabilities(Capability.IMAGE_INPUT);
        }
        if (modalities.has("document")) {
            needs.capabilities(Capability.DOCUMENT_INPUT);
        }
        if (modalities.has("audio")) {
            needs.capabilities(Capability.AUDIO_INPUT);
        }
        if (modalities.has("video")) {
            needs.capabilities(Capability.VIDEO_INPUT);
        }
        return needs.tokens(largest(facts.path("inputTokens")), largest(facts.path("outputTokens")));
    }

    private static JsonNode read(WorkloadInventory inventory) {
        try {
            return MAPPER.readTree(inventory.toJson());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The inventory writes JSON that cannot be read", e);
        }
    }

    private static @Nullable Long largest(JsonNode figures) {
        return figures.has("max")
                ? Long.valueOf((long) Math.ceil(figures.path("max").asDouble()))
                : null;
    }

    static Needs.Builder of(Collection<ChatRequest> requests, TokenEstimate tokens) {
        Needs.Builder needs = Needs.builder();
        List<Long> lengths = new ArrayList<>();
        Long output = null;
        for (ChatRequest request : requests) {
            for (Message message : request.messages()) {
                message.parts().forEach(part -> media(part, needs));
            }
            lengths.add(TokenEstimate.input(request, tokens));
            if (!request.tools().isEmpty()) {
                needs.capabilities(Capability.TOOLS);
            }
            if (Boolean.TRUE.equals(request.parallelToolCalls())) {
                needs.capabilities(Capability.PARALLEL_TOOL_CALLS);
            }
            if (request.outputFormat() instanceof OutputFormat.Schema) {
                needs.capabilities(Capability.JSON_SCHEMA_OUTPUT);
            }
            Integer most = request.maxOutputTokens();
            output = most == null ? output : Long.valueOf(Math.max(most, output == null ? 0 : output));
        }
        long[] sorted = lengths.stream().mapToLong(Long::longValue).sorted().toArray();
        return needs.tokens(
                sorted.length == 0 ? null : Long.valueOf(sorted[(int) Math.ceil(LONG * sorted.length) - 1]), output);
    }

    private static void media(Part part, Needs.Builder needs) {
        Capability needed = part instanceof ImagePart
                ? Capability.IMAGE_INPUT
                : part instanceof DocumentPart
                        ? Capability.DOCUMENT_INPUT
                        : part instanceof AudioPart
                                ? Capability.AUDIO_INPUT
                                : part instanceof VideoPart ? Capability.VIDEO_INPUT : null;
        if (needed != null) {
            needs.capabilities(Arrays.asList(needed));
        }
    }
}
