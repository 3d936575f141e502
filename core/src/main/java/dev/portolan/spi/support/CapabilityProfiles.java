package dev.portolan.spi.support;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.ModelLimits;
import dev.portolan.spi.ModelSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's module knows about its models, from a data file of that module. Immutable, thread-safe.
 *
 * <p>The file is a JSON object of a {@code format}, which is 1, and {@code profiles}, an array of:
 *
 * <pre>{@code
 * {
 *   "layer": "model",                  generic, family, host or model
 *   "id": "o3-mini",                   one exact model id, in layer model; or:
 *   "match": ["o3*", "o4*"],           patterns of ids, * is any text; in layers family, host and model
 *   "host": "groq",                    where it is served, in layer host
 *   "supports": ["tools"],             capabilities in kebab case
 *   "lacks": ["top-p", "temperature"],
 *   "limits": {"context-tokens": 200000},
 *   "quirks": {"token-limit": "max_completion_tokens"},
 *   "source": "https://...",           where it says so
 *   "date": "2026-08-01"               when that was read
 * }
 * }</pre>
 *
 * <p>Everything that applies to a model is laid over another, fact by fact: generic, then family, host and model, within a
 * layer in the order of the file but an exact id after all patterns; at last what the user states in the settings. A model
 * that nothing matches has the generic profile. Ids are compared without regard to case; {@link ModelSettings#baseModel()} is
 * looked up in place of the model's own id where it is set.
 *
 * <p>Limits are {@code context-tokens}, {@code max-output-tokens}, {@code max-temperature}, {@code max-stop-sequences}, {@code
 * max-tools} and {@code max-image-bytes}. Quirks are facts about the dialect for which this library has no common name; the
 * provider names those it knows. A file with anything else in it is refused.
 */
public final class CapabilityProfiles {

    /**
     * What is known of one model.
     *
     * @param info capabilities and limits, the user's statements included
     * @param quirks facts about its dialect, by name
     */
    public record Profile(ModelInfo info, Map<String, String> quirks) {

        /**
         * Checks the components.
         *
         * @param info as above
         * @param quirks as above
         */
        public Profile {
            quirks = Map.copyOf(quirks);
        }
    }

    private final List<CapabilityProfile> profiles;

    private CapabilityProfiles(List<CapabilityProfile> profiles) {
        this.profiles = profiles.stream().sorted(CapabilityProfile.ORDER).toList();
    }

    /**
     * Reads a data file.
     *
     * @param anchor a class beside the file
     * @param resource the file's name, relative to the class
     * @param quirks the names of all quirks the provider knows
     * @return the profiles
     * @throws IllegalArgumentException when there is no such file or it is not of the form above; the message says where
     */
    public static CapabilityProfiles load(Class<?> anchor, String resource, Set<String> quirks) {
        try (InputStream file = anchor.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalArgumentException("There is no " + resource + " beside " + anchor.getName());
            }
            return new CapabilityProfiles(new CapabilityFile(resource, quirks).read(file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + resource, e);
        }
    }

    /**
     * Both files as one.
     *
     * @param more what comes behind this within each layer, and so wins over it
     * @return the profiles of both
     */
    public CapabilityProfiles and(CapabilityProfiles more) {
        List<CapabilityProfile> both = new ArrayList<>(profiles);
        both.addAll(more.profiles);
        return new CapabilityProfiles(both);
    }

    /**
     * What is known of a model.
     *
     * @param provider the provider id
     * @param host where it is served, as the file names it, or {@code null} for the vendor itself
     * @param settings the named model's settings; what they state wins
     * @return the profile
     */
    public Profile find(String provider, @Nullable String host, ModelSettings settings) {
        String base = settings.baseModel();
        String id = (base != null ? base : settings.model()).toLowerCase(Locale.ROOT);
        Map<Capability, Boolean> capabilities = new HashMap<>();
        Map<String, String> quirks = new HashMap<>();
        ModelLimits limits = ModelLimits.UNKNOWN;
        for (CapabilityProfile profile : profiles) {
            if (profile.appliesTo(id, host)) {
                capabilities.putAll(profile.capabilities());
                quirks.putAll(profile.quirks());
                limits = over(profile.limits(), limits);
            }
        }
        capabilities.putAll(settings.capabilities());
        ModelInfo.Builder info = ModelInfo.builder(provider, settings.model()).baseModel(base);
        capabilities.forEach(info::capability);
        return new Profile(info.limits(over(settings.limits(), limits)).build(), quirks);
    }

    /**
     * The model ids that the file names exactly, for catalogs.
     *
     * @return the ids in the order of the file
     */
    public List<String> models() {
        List<String> ids = new ArrayList<>();
        for (CapabilityProfile profile : profiles) {
            if (profile.id() != null) {
                ids.add(profile.id());
            }
        }
        return List.copyOf(ids);
    }

    private static ModelLimits over(ModelLimits upper, ModelLimits lower) {
        return new ModelLimits(
                or(upper.contextTokens(), lower.contextTokens()),
                or(upper.maxOutputTokens(), lower.maxOutputTokens()),
                or(upper.maxTemperature(), lower.maxTemperature()),
                or(upper.maxStopSequences(), lower.maxStopSequences()),
                or(upper.maxTools(), lower.maxTools()),
                or(upper.maxImageBytes(), lower.maxImageBytes()));
    }

    private static <T> @Nullable T or(@Nullable T upper, @Nullable T lower) {
        return upper != null ? upper : lower;
    }
}
