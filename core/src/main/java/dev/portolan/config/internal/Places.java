package dev.portolan.config.internal;

import dev.portolan.spi.ModelResolver;
import java.io.IOException;
import java.net.URL;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a configuration, lowest rank first: class path, working directory, {@code portolan.config}, files named in
 * code; then those of the profile from the same places in the same order.
 */
final class Places {

    private static final Logger LOG = LoggerFactory.getLogger(Places.class);
    private static final String FILE = "portolan.properties";

    private final Inputs inputs;
    private final Problems problems;
    private final Set<String> before;
    private final Set<String> filled = new HashSet<>();
    private final @Nullable String profile;
    private final List<Place> base = new ArrayList<>();
    private final List<Place> overlays = new ArrayList<>();
    private final @Nullable Path lock;

    /**
     * @param before the files that held settings when they were read last
     */
    Places(Inputs inputs, Map<String, String> systemProperties, Set<String> before, Problems problems) {
        this.inputs = inputs;
        this.before = before;
        this.problems = problems;
        this.profile = profile(inputs, systemProperties, problems);
        if (inputs.usualPlaces()) {
            classPath(FILE, base);
            base.add(Place.of(inputs.workingDirectory().resolve(FILE), false));
            if (profile != null) {
                classPath(withProfile(FILE, profile), overlays);
                overlays.add(Place.of(inputs.workingDirectory().resolve(withProfile(FILE, profile)), false));
            }
        }
        String named = selected("config", inputs, systemProperties);
        if (named != null) {
            try {
                named(Path.of(named));
            } catch (InvalidPathException e) {
                problems.add("portolan.config is not a path");
            }
        }
        inputs.files().forEach(this::named);
        this.lock = lock(inputs, systemProperties, problems);
    }

    private static @Nullable Path lock(Inputs inputs, Map<String, String> system, Problems problems) {
        String named = selected("lock", inputs, system);
        try {
            return named == null ? null : inputs.workingDirectory().resolve(named);
        } catch (InvalidPathException e) {
            problems.add("portolan.lock is not a path");
            return null;
        }
    }

    /** Where other files of this configuration may lie. */
    ModelResolver.Surroundings surroundings() {
        Set<Path> folders = new LinkedHashSet<>();
        List<Place> all = new ArrayList<>(base);
        all.addAll(overlays);
        for (int i = all.size() - 1; i >= 0; i--) {
            Path file = all.get(i).path();
            Path folder = file == null ? null : file.getParent();
            if (folder != null) {
                folders.add(folder);
            }
        }
        return new ModelResolver.Surroundings(
                lock, List.copyOf(folders), inputs.usualPlaces() ? List.copyOf(Loaders.of(inputs)) : List.of());
    }

    /** What {@code portolan.<what>} says as a system property, or else in the environment. */
    private static @Nullable String selected(String what, Inputs inputs, Map<String, String> systemProperties) {
        String property = systemProperties.get("portolan." + what);
        String value = property != null ? property : inputs.environment().get(EnvironmentNames.of("portolan." + what));
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static @Nullable String profile(Inputs inputs, Map<String, String> system, Problems problems) {
        String profile = inputs.profile() != null ? inputs.profile() : selected("profile", inputs, system);
        if (profile != null && !profile.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            problems.add("The profile must be made of letters, digits, '.', '_' and '-'");
            return null;
        }
        return profile;
    }

    private void named(Path file) {
        Path absolute = inputs.workingDirectory().resolve(file);
        base.add(Place.of(absolute, true));
        Path name = absolute.getFileName();
        if (profile != null && name != null) {
            overlays.add(Place.of(absolute.resolveSibling(withProfile(name.toString(), profile)), false));
        }
    }

    private static String withProfile(String file, String profile) {
        int dot = file.lastIndexOf('.');
        return dot < 0 ? file + "-" + profile : file.substring(0, dot) + "-" + profile + file.substring(dot);
    }

    private void classPath(String name, List<Place> to) {
        Map<String, URL> found = new LinkedHashMap<>();
        for (ClassLoader loader : Loaders.of(inputs)) {
            try {
                loader.getResources(name).asIterator().forEachRemaining(url -> found.put(url.toString(), url));
            } catch (IOException e) {
                problems.add("The class path cannot be searched for " + name + " ("
                        + e.getClass().getSimpleName() + ")");
            }
        }
        if (found.size() > 1) {
            LOG.warn("Several {} on the class path, of which only the first is read: {}", name, found.keySet());
        }
        found.values().stream().limit(1).map(Place::of).forEach(to::add);
    }

    /** All entries of all files, lowest rank first. */
    List<Entry> read() {
        List<Entry> entries = new ArrayList<>();
        int layer = 0;
        for (Place place : base) {
            List<Entry> read = read(place, layer++);
            if (read != null) {
                entries.addAll(read);
            }
        }
        boolean overlaid = false;
        for (Place place : overlays) {
            List<Entry> read = read(place, layer++);
            if (read != null) {
                overlaid = true;
                entries.addAll(read);
            }
        }
        if (profile != null && !overlaid) {
            problems.add("The profile \"" + profile + "\" has no file; looked for " + lookedFor(profile));
        }
        return entries;
    }

    private @Nullable List<Entry> read(Place place, int layer) {
        List<Entry> read = place.read(layer, before, problems);
        if (read != null && !read.isEmpty()) {
            filled.add(place.name());
        }
        return read;
    }

    /** The files that held settings when they were read. */
    Set<String> filled() {
        return Set.copyOf(filled);
    }

    private String lookedFor(String selected) {
        List<String> places = new ArrayList<>();
        String plain = withProfile(FILE, selected);
        if (inputs.usualPlaces()) {
            places.add(plain + " on the class path");
        }
        overlays.stream().map(Place::name).distinct().forEach(places::add);
        return places.isEmpty() ? plain : String.join(", ", places);
    }

    /** Changes when one of the files does, comes or goes. */
    String fingerprint() {
        StringBuilder all = new StringBuilder();
        base.forEach(place -> all.append(place.fingerprint()).append('\n'));
        overlays.forEach(place -> all.append(place.fingerprint()).append('\n'));
        return all.toString();
    }
}
