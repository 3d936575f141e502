package dev.portolan.routing.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AssignmentTest {

    private static int murmur3(String text) {
        return Assignment.murmur3(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theHashIsMurmur3() {
        assertThat(murmur3("")).isZero();
        assertThat(murmur3("hello")).isEqualTo(0x248bfa47);
        assertThat(Integer.toUnsignedLong(murmur3("gpt4o-to-sonnet:user-1"))).isEqualTo(3958481753L);
        assertThat(Integer.toUnsignedLong(murmur3("gpt4o-to-sonnet:user-2"))).isEqualTo(3230790761L);
        assertThat(murmur3("hello, world")).isEqualTo(0x149bbb7f);
        assertThat(murmur3("The quick brown fox jumps over the lazy dog")).isEqualTo(0x2e4ff723);
    }

    @Test
    void theBucketIsTheHashOfRolloutAndKey() {
        assertThat(Assignment.bucket("gpt4o-to-sonnet", "user-1")).isEqualTo(1753);
        assertThat(Assignment.bucket("gpt4o-to-sonnet", "user-2")).isEqualTo(761);
        assertThat(Assignment.toTarget("gpt4o-to-sonnet", "user-1", 17.53)).isFalse();
        assertThat(Assignment.toTarget("gpt4o-to-sonnet", "user-1", 17.54)).isTrue();
    }

    @Test
    void keysOutsideOfAsciiAreUtf8() {
        assertThat(Assignment.bucket("r", "Jürgen")).isBetween(0, 9999).isNotEqualTo(Assignment.bucket("r", "Jurgen"));
    }
}
