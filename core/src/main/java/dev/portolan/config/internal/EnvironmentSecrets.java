package dev.portolan.config.internal;

import dev.portolan.spi.Secret;
import dev.portolan.spi.SecretSource;
import dev.portolan.spi.Spi;
import java.util.Map;

/** Secrets in environment variables: {@code secret:env:NAME}. */
public final class EnvironmentSecrets implements SecretSource {

    private final Map<String, String> environment;

    /** For {@link java.util.ServiceLoader}: reads the process's environment. */
    public EnvironmentSecrets() {
        this(System.getenv());
    }

    EnvironmentSecrets(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String id() {
        return "env";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public Secret find(String reference) {
        String value = environment.get(reference);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the environment variable " + reference + " is not set");
        }
        return Secret.of(value.strip());
    }
}
