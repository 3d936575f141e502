package dev.portolan.routing.catalog.generator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ModelInfo;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The capability files of the providers and the wires, which own what Portolan can ask a model for. What such a file states of a family,
 * a host or a model wins over the facts; what it states of all models at once holds only where the facts say nothing of this one.
 */
final class ProviderFiles {

    /** The files that speak of an offer, the last one first, and the host they know its cloud by. */
    private record Voice(
            CapabilityProfiles profiles, @Nullable String host) {}

    private final Map<String, CapabilityProfiles> files = new HashMap<>();

    /** What is known of an offer, by the facts and the files together. */
    Map<Capability, Boolean> over(
            Map<Capability, Boolean> facts, String cloud, String id, BiConsumer<Capability, String> disagreement) {
        Map<Capability, Boolean> known = new EnumMap<>(Capability.class);
        known.putAll(facts);
        Voice voice = voice(cloud, id);
        if (voice == null) {
            return known;
        }
        ModelInfo stated = find(voice, id, voice.host);
        ModelInfo ofAll = find(voice, "-", null);
        for (Capability capability : Capability.values()) {
            if (!stated.knows(capability)) {
                continue;
            }
            boolean can = stated.supports(capability);
            boolean general = ofAll.knows(capability) && ofAll.supports(capability) == can;
            Boolean other = facts.get(capability);
            if (other == null || other == can) {
                known.put(capability, can);
            } else if (general) {
                disagreement.accept(capability, "facts " + other + " won over the general " + can);
            } else {
                known.put(capability, can);
                disagreement.accept(capability, "file " + can + " won over the facts' " + other);
            }
        }
        return known;
    }

    private static ModelInfo find(Voice voice, String id, @Nullable String host) {
        return voice.profiles
                .find("catalog", host, ModelSettings.builder("catalog", id).build())
                .info();
    }

    private @Nullable Voice voice(String cloud, String id) {
        String name = id.toLowerCase(Locale.ROOT);
        boolean claude = name.startsWith("claude");
        return switch (cloud) {
            case "openai" -> openai("openai", "openai");
            case "deepseek", "mistral" -> openai("openai", cloud);
            case "google" -> openai("openai", "gemini");
            case "azure" -> claude ? claude() : openai("azure", "azure");
            case "bedrock" -> new Voice(file("bedrock/capabilities.json"), null);
            case "ollama" -> new Voice(file("ollama/capabilities.json"), null);
            case "vertex" -> vertex(name, claude);
            default -> null;
        };
    }

    private Voice vertex(String name, boolean claude) {
        if (claude) {
            return claude();
        }
        return name.contains("gemini") || name.contains("embedding")
                ? new Voice(file("vertex/capabilities.json"), null)
                : new Voice(file("wire/openai/families.json").and(file("vertex/partners.json")), null);
    }

    private Voice claude() {
        return new Voice(file("wire/anthropic/families.json"), null);
    }

    private Voice openai(String module, String host) {
        return new Voice(file("wire/openai/families.json").and(file(module + "/capabilities.json")), host);
    }

    private CapabilityProfiles file(String name) {
        return files.computeIfAbsent(name, any -> {
            String resource = "/dev/portolan/" + name;
            return CapabilityProfiles.load(ProviderFiles.class, resource, quirks(resource));
        });
    }

    /** The names of quirks that a file has; what they mean is its provider's business. */
    private static Set<String> quirks(String resource) {
        Set<String> names = new TreeSet<>();
        try (InputStream in = ProviderFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + resource + " on the class path of the tests");
            }
            for (JsonNode profile : Facts.JSON.readTree(in).path("profiles")) {
                profile.path("quirks").fieldNames().forEachRemaining(names::add);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return names;
    }
}
