package dev.portolan.spi.support;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ModelLimits;
import dev.portolan.spi.support.CapabilityProfile.Layer;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a capability file and takes nothing in it that it does not know. */
final class CapabilityFile {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> KEYS =
            Set.of("layer", "id", "match", "host", "supports", "lacks", "limits", "quirks", "source", "date");

    private final String name;
    private final Set<String> quirks;
    private String at = "";

    CapabilityFile(String name, Set<String> quirks) {
        this.name = name;
        this.quirks = quirks;
    }

    List<CapabilityProfile> read(byte[] json) throws IOException {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name + ": is no JSON: " + e.getOriginalMessage(), e);
        }
        requireKeys(root, Set.of("format", "profiles"));
        require(root.path("format").asInt() == 1, "format must be 1");
        require(root.path("profiles").isArray(), "profiles must be an array");
        List<CapabilityProfile> profiles = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode entry : root.path("profiles")) {
            at = "profiles[" + profiles.size() + "]";
            CapabilityProfile profile = profile(entry);
            require(profile.id() == null || ids.add(profile.id() + "@" + profile.host()), "the id occurs twice");
            profiles.add(profile);
        }
        return profiles;
    }

    private CapabilityProfile profile(JsonNode entry) {
        requireKeys(entry, KEYS);
        Layer layer = layer(text(entry, "layer"));
        String id = lower(entry.has("id") ? text(entry, "id") : null);
        List<String> match = texts(entry, "match").stream()
                .map(pattern -> pattern.toLowerCase(Locale.ROOT))
                .toList();
        String host = entry.has("host") ? text(entry, "host") : null;
        require(layer != Layer.GENERIC || (id == null && match.isEmpty() && host == null), "generic applies to all");
        require(layer != Layer.FAMILY || (id == null && !match.isEmpty()), "family needs match, and takes no id");
        require(layer != Layer.HOST || (id == null && host != null), "host needs host, and takes no id");
        require(layer != Layer.MODEL || (id == null) != match.isEmpty(), "model needs either id or match");
        return new CapabilityProfile(
                layer,
                id,
                match,
                host,
                capabilities(entry),
                limits(entry.path("limits")),
                quirks(entry.path("quirks")),
                text(entry, "source"),
                date(text(entry, "date")));
    }

    private Layer layer(String word) {
        for (Layer layer : Layer.values()) {
            if (kebab(layer).equals(word)) {
                return layer;
            }
        }
        throw wrong("there is no layer " + word);
    }

    private Map<Capability, Boolean> capabilities(JsonNode entry) {
        Map<Capability, Boolean> known = new EnumMap<>(Capability.class);
        texts(entry, "supports").forEach(word -> state(known, word, true));
        texts(entry, "lacks").forEach(word -> state(known, word, false));
        return known;
    }

    private void state(Map<Capability, Boolean> known, String word, boolean supported) {
        for (Capability capability : Capability.values()) {
            if (kebab(capability).equals(word)) {
                require(known.put(capability, supported) == null, word + " is stated twice");
                return;
            }
        }
        throw wrong("there is no capability " + word);
    }

    private ModelLimits limits(JsonNode given) {
        requireKeys(
                given,
                Set.of(
                        "context-tokens",
                        "max-output-tokens",
                        "max-temperature",
                        "max-stop-sequences",
                        "max-tools",
                        "max-image-bytes"));
        return new ModelLimits(
                integer(given, "context-tokens"),
                integer(given, "max-output-tokens"),
                given.has("max-temperature")
                        ? Double.valueOf(number(given, "max-temperature").doubleValue())
                        : null,
                integer(given, "max-stop-sequences"),
                integer(given, "max-tools"),
                given.has("max-image-bytes")
                        ? Long.valueOf(number(given, "max-image-bytes").longValue())
                        : null);
    }

    private @Nullable Integer integer(JsonNode given, String key) {
        if (!given.has(key)) {
            return null;
        }
        JsonNode number = number(given, key);
        require(number.canConvertToInt() && number.isIntegralNumber(), key + " must be a whole number");
        return number.intValue();
    }

    private JsonNode number(JsonNode given, String key) {
        JsonNode number = given.path(key);
        require(number.isNumber() && number.doubleValue() >= 0, key + " must be a number of at least 0");
        return number;
    }

    private Map<String, String> quirks(JsonNode given) {
        requireKeys(given, quirks);
        Map<String, String> found = new LinkedHashMap<>();
        given.fieldNames().forEachRemaining(quirk -> {
            require(given.path(quirk).isTextual(), "quirk " + quirk + " must be a text");
            found.put(quirk, given.path(quirk).textValue());
        });
        return found;
    }

    private String text(JsonNode entry, String key) {
        JsonNode value = entry.path(key);
        require(value.isTextual() && !value.textValue().isBlank(), key + " must be given, as a text");
        return value.textValue();
    }

    private List<String> texts(JsonNode entry, String key) {
        List<String> texts = new ArrayList<>();
        if (entry.has(key)) {
            require(entry.path(key).isArray(), key + " must be an array of texts");
            for (JsonNode value : entry.path(key)) {
                require(value.isTextual() && !value.textValue().isEmpty(), key + " must be an array of texts");
                texts.add(value.textValue());
            }
        }
        return texts;
    }

    private LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong("date must look like 2026-08-01");
        }
    }

    private void requireKeys(JsonNode object, Set<String> known) {
        require(object.isObject() || object.isMissingNode(), "must be an object");
        object.fieldNames().forEachRemaining(key -> require(known.contains(key), "there is no key " + key));
    }

    private void require(boolean fits, String message) {
        if (!fits) {
            throw wrong(message);
        }
    }

    private IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException(name + (at.isEmpty() ? "" : " " + at) + ": " + message);
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
