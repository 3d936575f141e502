package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ModelInfo;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.anthropic.AnthropicWire;
import dev.portolan.wire.anthropic.CacheMarks;
import dev.portolan.wire.anthropic.ModelRules;
import dev.portolan.wire.anthropic.WireProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Anthropic's Messages as InvokeModel carries them: the wire that Vertex and Foundry speak too, with what the service adds. Vendor
 * options are members of that body; what Converse takes beside it stands under Converse's names and travels in headers.
 * Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html">AWS:
 *     Anthropic's Messages</a>
 */
final class MessagesFormat {

    /** Vendor options that are no members of the body. */
    private static final List<String> BESIDE =
            List.of("guardrailConfig", "serviceTier", "performanceConfig", "requestMetadata");

    private static final String ADDITIONAL = "additionalModelRequestFields";

    /**
     * A request ready to be sent.
     *
     * @param message the body, and what could not travel as asked
     * @param beside what goes into headers, in Converse's names
     * @param quotes whether the user asked for a guardrail's trace, and so for what it quotes
     */
    record Encoded(EncodedRequest message, ObjectNode beside, boolean quotes) {

        @Override
        public String toString() {
            return "Encoded[" + message + "]";
        }
    }

    private final AnthropicWire wire;
    private final CallOptions options;
    private final String model;

    /**
     * @param known what is known of the model, see {@link #known}
     * @param options what is asked beside the request
     * @param model the model's id or ARN
     */
    MessagesFormat(CapabilityProfiles.Profile known, CallOptions options, String model) {
        this.wire = new AnthropicWire(
                WireProfile.bedrock(BedrockProvider.ID),
                ModelRules.of(known),
                new CacheMarks(Set.copyOf(options.cachePoints()), options.cacheTtl()));
        this.options = options;
        this.model = model;
    }

    /**
     * What is known of a model of Converse's when it is called by this API, which has choices that Converse lacks. Effort says
     * nothing about thinking here, as by Converse.
     */
    static CapabilityProfiles.Profile known(CapabilityProfiles.Profile converse, ModelSettings settings) {
        ModelInfo.Builder info = converse.info().toBuilder();
        for (Capability more : List.of(Capability.TOOL_CHOICE_NONE, Capability.PARALLEL_TOOL_CALLS)) {
            info.capability(
                    more,
                    settings.capabilities().getOrDefault(more, converse.info().supports(Capability.TOOLS)));
        }
        Map<String, String> quirks = new HashMap<>(converse.quirks());
        quirks.put(ModelRules.THINKING, "apart");
        return new CapabilityProfiles.Profile(info.build(), quirks);
    }

    Encoded encode(ChatRequest request, boolean stream) {
        InvokeMedia.requireBytes(request.messages());
        ObjectNode beside = JsonNodeFactory.instance.objectNode();
        options.writeTo(beside, Map.of(), stream);
        ChatRequest sent = request;
        String raw = request.vendorOptions().get(BedrockProvider.ID);
        if (raw != null && WireJson.tree(raw) instanceof ObjectNode given) {
            sent = request.toBuilder()
                    .vendorOptions(BedrockProvider.ID, apart(given, beside).toString())
                    .build();
        }
        boolean quotes = RequestMapper.asksForQuotes(beside);
        return new Encoded(wire.encode(sent, model, stream), beside, quotes);
    }

    /** The members of the body among the vendor options; the others are moved out. */
    private static ObjectNode apart(ObjectNode given, ObjectNode beside) {
        for (String name : BESIDE) {
            if (given.has(name)) {
                WireJson.merge(beside, JsonNodeFactory.instance.objectNode().set(name, given.remove(name)));
            }
        }
        if (given.remove(ADDITIONAL) instanceof ObjectNode more) {
            WireJson.merge(given, more);
        }
        return given;
    }

    ChatResponse.Builder decode(byte[] body, boolean quotes) {
        ServiceWords words = new ServiceWords(model, quotes);
        words.read(body);
        return words.added(wire.decode(body).build());
    }

    MessagesStreamDecoder decoder(boolean quotes) {
        return new MessagesStreamDecoder(wire.messageDecoder(), new ServiceWords(model, quotes));
    }
}
