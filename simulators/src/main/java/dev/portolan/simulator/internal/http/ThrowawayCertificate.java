package dev.portolan.simulator.internal.http;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;

/**
 * A key and a certificate for {@code localhost}, {@code 127.0.0.1} and {@code ::1}, signed by nobody else. The key lives in this
 * process only, and the certificate is good for a day. Thread-safe.
 */
public final class ThrowawayCertificate {

    private final HeldCertificate held;

    private ThrowawayCertificate(HeldCertificate held) {
        this.held = held;
    }

    /**
     * Makes a new one.
     *
     * @return with an elliptic key, P-256
     */
    public static ThrowawayCertificate create() {
        return new ThrowawayCertificate(new HeldCertificate.Builder()
                .commonName("localhost")
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("127.0.0.1")
                .addSubjectAlternativeName("::1")
                .duration(1, TimeUnit.DAYS)
                .build());
    }

    /**
     * What clients are to trust.
     *
     * @return the certificate
     */
    public X509Certificate certificate() {
        return held.certificate();
    }

    /**
     * What only the server knows.
     *
     * @return the key
     */
    public PrivateKey key() {
        return held.keyPair().getPrivate();
    }

    @Override
    public String toString() {
        return "ThrowawayCertificate[localhost]";
    }
}
