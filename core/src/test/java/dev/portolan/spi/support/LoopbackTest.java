package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "models.localhost",
                "127.0.0.1",
                "127.8.4.2",
                "::1",
                "[::1]",
                "[0:0:0:0:0:0:0:1]"
            })
    void thisMachine(String host) {
        assertThat(Loopback.is(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "localhost.example.com",
                "notlocalhost",
                "127.0.0.1.example.com",
                "10.0.0.1",
                "1",
                "::2",
                "[::ffff:1]",
                ""
            })
    void anotherMachine(String host) {
        assertThat(Loopback.is(host)).isFalse();
    }
}
