package dev.portolan.openai;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/** Which kind of server stands behind an address, as far as the address tells. The facts are in {@code servers.properties}. */
final class Servers {

    private static final String UNKNOWN = "generic";
    private static final Properties HOSTS = load();

    private Servers() {}

    static String guess(URI baseUrl) {
        String host = baseUrl.getHost() == null ? "" : baseUrl.getHost().toLowerCase(Locale.ROOT);
        String byPort = HOSTS.getProperty("*:" + baseUrl.getPort());
        for (String name = host; !name.isEmpty(); name = name.substring(Math.max(0, name.indexOf('.')) + 1)) {
            String known = HOSTS.getProperty(name);
            if (known != null) {
                return known;
            }
            if (name.indexOf('.') < 0) {
                break;
            }
        }
        return byPort != null ? byPort : UNKNOWN;
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = Servers.class.getResourceAsStream("servers.properties")) {
            properties.load(Objects.requireNonNull(in, "servers.properties is missing from the jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
