package dev.portolan.routing.catalog.internal.ids;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a model's id on Bedrock: {@code vendor.name-20241022-v1:0}.
 *
 * @param name with the vendor
 * @param day of the snapshot, or {@code null}
 * @param version 1 when the id has none
 * @param minor 0 when the id has none
 * @param numbered whether the id has a version
 */
record BedrockStem(String name, @Nullable String day, int version, int minor, boolean numbered) {

    private static final Pattern FORM =
            Pattern.compile("([a-z0-9-]+\\.[a-z0-9.-]+?)(?:-([0-9]{8}))?(?:-v(0|[1-9][0-9]?))?(?::(0|[1-9][0-9]?))?");

    static @Nullable BedrockStem of(String id) {
        Matcher matcher = FORM.matcher(id);
        if (!matcher.matches()) {
            return null;
        }
        String stamp = matcher.group(2);
        String day = stamp == null ? null : Stamps.compact(stamp);
        if (stamp != null && day == null) {
            return null;
        }
        String version = matcher.group(3);
        String minor = matcher.group(4);
        return new BedrockStem(
                matcher.group(1),
                day,
                version == null ? 1 : Integer.parseInt(version),
                minor == null ? 0 : Integer.parseInt(minor),
                version != null || minor != null);
    }

    boolean sameVersion(BedrockStem other) {
        return version == other.version && minor == other.minor;
    }

    boolean first() {
        return version == 1 && minor == 0;
    }
}
