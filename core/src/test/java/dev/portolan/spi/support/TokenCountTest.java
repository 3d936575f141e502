package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCountTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"12 | 12", "12.0 | 12", "0 | 0", "-1 |", "1.5 |", "1e99 |", "null |", "\"12\" |", "{\"a\":[1]} |"})
    void onlyACountIsOne(String json, @Nullable Long count) throws IOException {
        try (JsonParser parser = WireJson.factory().createParser(json)) {
            parser.nextToken();
            assertThat(TokenCount.read(parser)).isEqualTo(count);
            assertThat(parser.nextToken()).isNull();
        }
    }
}
