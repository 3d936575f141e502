package dev.portolan.vertex;

import dev.portolan.recorded.OwnSettings;
import dev.portolan.spi.Secret;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Connections to servers on loopback, with a token of their own: nothing asks the environment or a machine for one. */
final class Connections {

    private Connections() {}

    static VertexConnection to(URI url) {
        return VertexConnection.builder()
                .project("acme")
                .location("us-central1")
                .accessToken(Secret.of("test-token"))
                .endpoint(url)
                .build();
    }

    static VertexConnection to(URI url, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("project", "acme");
        all.put("location", "us-central1");
        all.putIfAbsent("access-token", "test-token");
        all.put("endpoint", url.toString());
        return VertexConnection.builder().settings(new OwnSettings(all)).build();
    }
}
