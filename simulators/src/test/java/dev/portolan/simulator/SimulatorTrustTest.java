package dev.portolan.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.simulator.internal.http.ThrowawayCertificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class SimulatorTrustTest {

    @Test
    void oneCertificateIsTrustedAndNoOther() throws CertificateException {
        X509Certificate mine = ThrowawayCertificate.create().certificate();
        X509Certificate another = ThrowawayCertificate.create().certificate();
        SimulatorTrust trust = SimulatorTrust.of(mine);

        assertThat(trust.trustManager().getAcceptedIssuers()).containsExactly(mine);
        trust.trustManager().checkServerTrusted(new X509Certificate[] {mine}, "ECDHE_ECDSA");
        assertThatThrownBy(
                        () -> trust.trustManager().checkServerTrusted(new X509Certificate[] {another}, "ECDHE_ECDSA"))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void aSimulatorThatSpeaksPlainHasNothingToTrust() {
        assertThatNullPointerException()
                .isThrownBy(() -> SimulatorTrust.of(null))
                .withMessageContaining("speaks plain");
    }
}
