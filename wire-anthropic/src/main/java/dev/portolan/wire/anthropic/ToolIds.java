package dev.portolan.wire.anthropic;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Ids of calls as this wire takes them: letters, digits, {@code _} and {@code -}. */
final class ToolIds {

    private static final int LONGEST = 64;
    private static final Pattern FORBIDDEN = Pattern.compile("[^a-zA-Z0-9_-]");

    private ToolIds() {}

    /** The id itself where it fits; else with a checksum, so that two ids do not become one. */
    static String fitted(String id) {
        if (id.length() <= LONGEST && !id.isEmpty() && !FORBIDDEN.matcher(id).find()) {
            return id;
        }
        CRC32 sum = new CRC32();
        sum.update(id.getBytes(StandardCharsets.UTF_8));
        String clean = FORBIDDEN.matcher(id).replaceAll("_");
        return clean.substring(0, Math.min(clean.length(), LONGEST - 9)) + "_" + String.format("%08x", sum.getValue());
    }
}
