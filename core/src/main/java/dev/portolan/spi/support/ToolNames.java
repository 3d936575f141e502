package dev.portolan.spi.support;

import dev.portolan.chat.Tool;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Names of tools as most wires take them, and back, for one request (T9): at most 64 letters, digits, {@code _} and {@code -}.
 * Vendors hold the history to it too, where other vendors' names and those that a model invented may stand. Thread-safe.
 */
public final class ToolNames {

    private static final int LONGEST = 64;
    private static final Pattern FORBIDDEN = Pattern.compile("[^a-zA-Z0-9_-]");
    private static final int CHECKSUM = 9;

    private final Map<String, String> originals;

    /**
     * Names of a request.
     *
     * @param tools the tools that the model may call, whose names come back in its calls
     */
    public ToolNames(List<Tool> tools) {
        Map<String, String> names = new HashMap<>();
        for (Tool tool : tools) {
            names.put(wire(tool.name()), tool.name());
        }
        this.originals = Map.copyOf(names);
    }

    /**
     * The name as it is sent: as it is when the wire takes it, else cleaned, with a checksum so that two names do not become
     * one.
     *
     * @param name any name
     * @return at least one and at most 64 characters
     */
    public static String wire(String name) {
        if (name.length() <= LONGEST
                && !name.isEmpty()
                && !FORBIDDEN.matcher(name).find()) {
            return name;
        }
        CRC32 sum = new CRC32();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        String clean = FORBIDDEN.matcher(name).replaceAll("_");
        return clean.substring(0, Math.min(clean.length(), LONGEST - CHECKSUM))
                + String.format("_%08x", sum.getValue());
    }

    /**
     * The name behind one that came back.
     *
     * @param wire as the vendor wrote it
     * @return the tool's own name; what was not sent is given back as it is
     */
    public String original(String wire) {
        return originals.getOrDefault(wire, wire);
    }
}
