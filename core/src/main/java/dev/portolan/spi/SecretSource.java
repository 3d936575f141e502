package dev.portolan.spi;

/**
 * A place where secrets are kept. A setting refers to it as {@code secret:<id>:<reference>}, such as {@code
 * secret:file:/run/secrets/openai}. Listed in {@code META-INF/services/dev.portolan.spi.SecretSource}. Thread-safe.
 */
public interface SecretSource extends Extension {

    /**
     * Refers to one secret. Whether it exists may be checked here or when it is revealed; a changed secret is revealed in its
     * new form without reloading.
     *
     * @param reference what stands behind the second colon
     * @return the secret
     * @throws IllegalArgumentException when there is no such secret; the message holds the reference, never a value
     */
    Secret find(String reference);
}
