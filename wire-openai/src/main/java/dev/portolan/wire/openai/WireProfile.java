package dev.portolan.wire.openai;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeSet;

/**
 * Whose dress of OpenAI's wire is spoken.
 *
 * @param provider the provider id: stands in responses and errors, is the key of vendor options that are sent, and the first
 *     half of the origin of vendor state
 * @param quirks how the server departs from OpenAI's own wire
 */
public record WireProfile(String provider, Set<Quirk> quirks) {

    /** OpenAI itself. */
    public static final WireProfile OPENAI = forServer("openai", "openai");

    /**
     * Copies the quirks.
     *
     * @param provider as above
     * @param quirks as above
     */
    public WireProfile {
        Objects.requireNonNull(provider, "provider");
        quirks = Set.copyOf(quirks);
    }

    /**
     * The profile of a known kind of server.
     *
     * @param provider the provider id
     * @param server one of {@link #servers()}
     * @return the profile
     * @throws IllegalArgumentException when the kind is not known; the message names those that are
     */
    public static WireProfile forServer(String provider, String server) {
        String names = Known.QUIRKS.getProperty(server);
        if (names == null || server.indexOf('.') >= 0) {
            throw new IllegalArgumentException("No server kind " + server + "; known are " + servers());
        }
        Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
        for (StringTokenizer each = new StringTokenizer(names, ", "); each.hasMoreTokens(); ) {
            quirks.add(Quirk.valueOf(each.nextToken()));
        }
        return new WireProfile(provider, quirks);
    }

    /**
     * The kinds of server whose quirks are known.
     *
     * @return their names, in order
     */
    public static Set<String> servers() {
        Set<String> servers = new TreeSet<>(Known.QUIRKS.stringPropertyNames());
        servers.removeIf(name -> name.indexOf('.') >= 0);
        return servers;
    }

    /**
     * Whether the server has a quirk.
     *
     * @param quirk the quirk
     * @return true when it has
     */
    public boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }

    /**
     * The origin that vendor state of an API has.
     *
     * @param api {@code chat-completions} or {@code responses}
     * @return such as {@code openai/responses}
     */
    public String origin(String api) {
        return provider + "/" + api;
    }

    /** Loaded once, when first needed. */
    private static final class Known {
        static final Properties QUIRKS = load();

        private static Properties load() {
            Properties properties = new Properties();
            try (InputStream in = WireProfile.class.getResourceAsStream("quirks.properties")) {
                properties.load(Objects.requireNonNull(in, "quirks.properties is missing from the jar"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return properties;
        }
    }
}
