package dev.portolan.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.portolan.chat.Usage;
import dev.portolan.spi.support.TokenCount;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.chat.ChatCompletionsWire;
import dev.portolan.wire.openai.responses.ResponsesWire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCountTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "12.5",
                "1e300",
                "99999999999999999999999",
                "9223372036854775807",
                "\"12\"",
                "null",
                "true",
                "{}",
                "[]",
                "1e99999999999"
            })
    void whatCannotBeACountIsUnknownOnBothWires(String number) {
        String usage = ("{'prompt_tokens':N,'input_tokens':N,'completion_tokens':7,'output_tokens':7,'total_tokens':N,"
                        + "'input_tokens_details':{'cached_tokens':N}}")
                .replace('\'', '"')
                .replace("N", number);
        Usage expected = Usage.builder().outputTokens(7L).build();

        assertThat(chat(usage)).isEqualTo(expected);
        assertThat(responses(usage)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "12.0", "1.2e1"})
    void aWholeNumberIsACountHoweverItIsWritten(String number) throws IOException {
        try (JsonParser parser = WireJson.factory().createParser(number)) {
            parser.nextToken();
            assertThat(TokenCount.read(parser)).isEqualTo(12);
        }
    }

    @Test
    void countsThatAddUpToMoreThanTheTotalMakeNoNegativeOnes() {
        assertThat(chat("{\"prompt_tokens\":900000000000000,\"completion_tokens\":900000000000000,\"total_tokens\":0}"))
                .isEqualTo(Usage.of(900_000_000_000_000L, 900_000_000_000_000L));
    }

    private static Usage chat(String usage) {
        String body =
                "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],\"usage\":" + usage + "}";
        return new ChatCompletionsWire(new WireProfile("acme", Set.of(Quirk.USAGE_WITHOUT_THOUGHTS)))
                .decode(body.getBytes(StandardCharsets.UTF_8))
                .build()
                .usage();
    }

    private static Usage responses(String usage) {
        String body = "{\"status\":\"completed\",\"output\":[],\"usage\":" + usage + "}";
        return new ResponsesWire(WireProfile.OPENAI)
                .decode(body.getBytes(StandardCharsets.UTF_8))
                .build()
                .usage();
    }
}
