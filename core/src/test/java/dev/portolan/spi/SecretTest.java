package dev.portolan.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void aSecretIsRevealedOnlyWhenAsked() {
        Secret secret = Secret.of("sk-very-secret");
        assertThat(secret.reveal()).isEqualTo("sk-very-secret");
        assertThat(secret).hasToString("Secret[***]");
    }

    @Test
    void aRotatedSecretIsRevealedInItsNewForm() {
        AtomicInteger generation = new AtomicInteger();
        Secret secret = Secret.from(() -> "key-" + generation.incrementAndGet());
        assertThat(secret.reveal()).isEqualTo("key-1");
        assertThat(secret.reveal()).isEqualTo("key-2");
        assertThat(secret.toString()).doesNotContain("key");
    }

    @Test
    void aSecretWithoutValueIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> Secret.of(null)).withMessage("value");
        assertThatNullPointerException().isThrownBy(() -> Secret.from(null)).withMessage("value");
    }
}
