package dev.portolan.simulator;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * What a client needs to talk to a simulator that speaks TLS: trust in its throw-away certificate, and in nothing else. Names are
 * checked as ever; the certificate is made out to {@code localhost}, {@code 127.0.0.1} and {@code ::1}.
 *
 * <pre>{@code
 * SimulatorTrust trust = SimulatorTrust.of(simulator.certificate());
 * HttpClient jdk = HttpClient.newBuilder().sslContext(trust.sslContext()).build();
 * OkHttpClient okHttp = new OkHttpClient.Builder()
 *     .sslSocketFactory(trust.sslContext().getSocketFactory(), trust.trustManager())
 *     .build();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class SimulatorTrust {

    private final X509TrustManager trustManager;
    private final SSLContext sslContext;

    private SimulatorTrust(X509TrustManager trustManager, SSLContext sslContext) {
        this.trustManager = trustManager;
        this.sslContext = sslContext;
    }

    /**
     * Trust in one certificate.
     *
     * @param certificate a simulator's; {@link Simulator#certificate()} has it when the simulator speaks TLS
     * @return the trust
     */
    public static SimulatorTrust of(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate: the simulator speaks plain");
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("simulator", certificate);
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            TrustManager[] managers = factory.getTrustManagers();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return new SimulatorTrust((X509TrustManager) managers[0], context);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This JDK cannot make a trust store of one certificate", e);
        }
    }

    /**
     * For clients that ask for a trust manager.
     *
     * @return it knows the simulator's certificate only
     */
    public X509TrustManager trustManager() {
        return trustManager;
    }

    /**
     * For clients that ask for a context.
     *
     * @return a context without a client certificate, on top of {@link #trustManager()}
     */
    public SSLContext sslContext() {
        return sslContext;
    }
}
