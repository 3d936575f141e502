package dev.portolan.bedrock;

import dev.portolan.spi.Secret;
import java.net.URI;

/** Connections to servers on loopback, with a key of their own: nothing asks the environment or an instance for one. */
final class Connections {

    private Connections() {}

    static BedrockConnection to(String url, boolean http2) {
        return BedrockConnection.builder()
                .region("us-east-1")
                .accessKey(Secret.of("AKIDEXAMPLE"), Secret.of("test-secret"), null)
                .endpoint(URI.create(url))
                .http2(http2)
                .build();
    }
}
