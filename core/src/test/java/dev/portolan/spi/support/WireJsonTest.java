package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"b\" : [1.0, 1e3] , \"\u00e4\":\"\\u00e4\uD83D\uDE00\"}",
                "[ ]",
                "\"te\\\"xt\"",
                "12.50",
                "true",
                "null",
                "-3"
            })
    void aValueIsKeptByteForByte(String value) throws IOException {
        byte[] padded = ("#####{\"a\":{\"x\":1},\"v\": " + value + " ,\"z\":2}##").getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = WireJson.factory().createParser(padded, 5, padded.length - 7)) {
            to(parser, "v");
            assertThat(WireJson.slice(parser, padded, 5)).isEqualTo(value);
            assertThat(parser.nextFieldName()).isEqualTo("z");
        }
    }

    @Test
    void aCopyKeepsDigitsAndOrder() throws IOException {
        try (JsonParser parser =
                WireJson.factory().createParser("{\"v\": {\"b\": 1.10, \"a\": [ 1e400 ]}, \"n\": null}")) {
            to(parser, "v");
            assertThat(WireJson.copy(parser)).isEqualTo("{\"b\":1.10,\"a\":[1e400]}");
            to(parser, "n");
            assertThat(WireJson.copy(parser)).isEqualTo("null");
        }
    }

    private static void to(JsonParser parser, String field) throws IOException {
        while (!field.equals(parser.nextFieldName())) {
            if (parser.currentToken() == null) {
                throw new AssertionError("no field " + field);
            }
        }
        parser.nextToken();
    }

    @Test
    void treesKeepTheDigitsOfDecimals() {
        assertThat(WireJson.tree("{\"price\":0.10}")).hasToString("{\"price\":0.10}");
        assertThat(new String(WireJson.bytes(WireJson.tree("[1.500]")), StandardCharsets.UTF_8))
                .isEqualTo("[1.500]");
    }

    @Test
    void depthIsBounded() {
        String deep = "[".repeat(WireJson.MAX_DEPTH + 1) + "]".repeat(WireJson.MAX_DEPTH + 1);
        assertThat(WireJson.isObject("{\"a\":" + deep + "}")).isFalse();
        assertThatThrownBy(() -> WireJson.mapper().readTree(deep)).isInstanceOf(StreamConstraintsException.class);
    }

    @Test
    void whatIsNoJsonIsNotQuoted() {
        assertThatThrownBy(() -> WireJson.tree("{\"key\": secret}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void onlyAWholeObjectIsAnObject() {
        assertThat(WireJson.isObject("{\"a\":[1,{}]} ")).isTrue();
        assertThat(WireJson.isObject("{\"a\":1")).isFalse();
        assertThat(WireJson.isObject("{} {}")).isFalse();
        assertThat(WireJson.isObject("[]")).isFalse();
        assertThat(WireJson.isObject("")).isFalse();
        assertThat(WireJson.isObject(null)).isFalse();
    }

    @Test
    void optionsMergeKeyByKeyAndToolsAreAppended() {
        ObjectNode into = (ObjectNode) WireJson.tree(
                "{\"tools\":[1],\"a\":{\"x\":1,\"tools\":[1],\"deep\":{\"k\":1}},\"stop\":[\"a\"],\"n\":1}");
        WireJson.merge(
                into,
                WireJson.tree(
                        "{\"tools\":[2,3],\"a\":{\"y\":2,\"tools\":[2],\"deep\":{\"l\":2}},\"stop\":[\"b\"],\"n\":{\"m\":1},\"new\":null}"));
        assertThat(into)
                .isEqualTo(
                        WireJson.tree(
                                "{\"tools\":[1,2,3],\"a\":{\"x\":1,\"tools\":[2],\"deep\":{\"k\":1,\"l\":2},\"y\":2},\"stop\":[\"b\"],\"n\":{\"m\":1},\"new\":null}"));
    }
}
