package dev.portolan.routing.catalog;

import dev.portolan.chat.Capability;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names of constants in a catalog's file. */
final class FileNames {

    private static final Map<String, Capability> CAPABILITIES = new HashMap<>();

    static {
        for (Capability capability : Capability.values()) {
            CAPABILITIES.put(of(capability), capability);
        }
    }

    private FileNames() {}

    static String of(Capability capability) {
        return capability.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The capability of a name, or {@code null} for one that only a later version of the library knows. */
    static @Nullable Capability capability(String name) {
        return CAPABILITIES.get(name);
    }

    static <E extends Enum<E>> E constant(Place place, Class<E> type) {
        String name = place.text();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
                return constant;
            }
        }
        throw place.wrong("must be one of "
                + Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + ", not \"" + name + "\"");
    }

    /** The cloud of a name, or {@code null} for one that only a later version of the library knows. */
    static @Nullable Cloud cloud(String id) {
        for (Cloud cloud : Cloud.values()) {
            if (cloud.id().equals(id)) {
                return cloud;
            }
        }
        return null;
    }
}
