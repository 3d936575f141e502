package dev.portolan.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallTest {

    private static final String SECRET = "ultramarine-4711";

    record Transfer(String account, BigDecimal amount, Integer retries) {}

    record Nested(List<Transfer> transfers) {}

    static final class Fussy {
        public void setCode(String code) {
            throw new IllegalStateException("cannot use " + code);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\n", "null", " null\n"})
    void whatVendorsSendAsNothingIsAnEmptyObject(String arguments) {
        ToolCall call = new ToolCall("call_1", "now", arguments);
        assertThat(call.arguments()).isEqualTo("{}");
        assertThat(call.argumentsValid()).isTrue();
        Map<?, ?> bound = call.arguments(Map.class);
        assertThat(bound).isEmpty();
        assertThat(call.syntheticId()).isFalse();
        assertThat(call.providerExecuted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"account\":\"ultramarine-4711\"}]",
                "\"ultramarine-4711\"",
                "4711",
                "true",
                "{\"account\":\"ultramarine-4711\"",
                "{\"account\":\"ultramarine-47",
                "{\"account\":\"ultramarine-4711\"} trailing",
                "{'account':1}",
                "undefined"
            })
    void argumentsThatAreNoObjectAreVisibleAndNeverBound(String arguments) {
        ToolCall call = new ToolCall("call_1", "transfer", arguments);

        assertThat(call.arguments()).isEqualTo(arguments);
        assertThat(call.argumentsValid()).isFalse();
        assertThatThrownBy(() -> call.arguments(Transfer.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("transfer")
                .hasMessageContaining("ToolResult.error")
                .hasNoCause()
                .message()
                .doesNotContain("ultramarine");
    }

    @Test
    void argumentsDeeperThanAnyToolNeedsAreNotValid() {
        ToolCall call = new ToolCall("c", "f", "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        assertThat(call.argumentsValid()).isFalse();
    }

    @Test
    void argumentsBindToARecordAndUnknownPropertiesAreIgnored() {
        ToolCall call = new ToolCall(
                "call_1", "transfer", "{\"account\":\"DE02\",\"amount\":1234567890.1234567890,\"note\":\"x\"}");

        Transfer transfer = call.arguments(Transfer.class);

        assertThat(transfer).isEqualTo(new Transfer("DE02", new BigDecimal("1234567890.1234567890"), null));
    }

    @Test
    void decimalsKeepEveryDigitAlsoInAMap() {
        ToolCall call = new ToolCall("c", "f", "{\"amount\":0.10000000000000000000001,\"round\":10.00}");
        Map<?, ?> bound = call.arguments(Map.class);
        assertThat(bound.get("amount")).isEqualTo(new BigDecimal("0.10000000000000000000001"));
        assertThat(bound.get("round")).isEqualTo(new BigDecimal("10.00"));
    }

    @Test
    void anObjectThatDoesNotFitIsToldByItsPlaceAndNotByItsValue() {
        ToolCall text = new ToolCall("c", "transfer", "{\"amount\":\"" + SECRET + "\"}");
        ToolCall deep = new ToolCall("c", "batch", "{\"transfers\":[{},{\"retries\":\"" + SECRET + "\"}]}");

        assertThatThrownBy(() -> text.arguments(Transfer.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Arguments of tool transfer do not fit Transfer at $.amount: answer the call with"
                        + " ToolResult.error")
                .hasNoCause();
        assertThatThrownBy(() -> deep.arguments(Nested.class))
                .hasMessageContaining("$.transfers[1].retries")
                .message()
                .doesNotContain(SECRET);
    }

    @Test
    void aTypeThatRefusesAValueDoesNotTellIt() {
        ToolCall call = new ToolCall("c", "f", "{\"code\":\"" + SECRET + "\"}");
        assertThatThrownBy(() -> call.arguments(Fussy.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("$.code")
                .hasNoCause()
                .message()
                .doesNotContain(SECRET);
    }

    @Test
    void aCallShowsItsNameAndNotItsArguments() {
        assertThat(new ToolCall("call_1", "f", "{\"a\":\"" + SECRET + "\"}", false, true, null))
                .hasToString("ToolCall[id=call_1, name=f, arguments=24 chars, executed by provider]");
    }

    @Test
    void aResultAnswersItsCall() {
        ToolCall call = new ToolCall("call_1", "f", "{}");
        ToolResult result = ToolResult.of(call, "42");
        assertThat(result.callId()).isEqualTo("call_1");
        assertThat(result.toolName()).isEqualTo("f");
        assertThat(result.text()).isEqualTo("42");
        assertThat(result.error()).isFalse();
        assertThat(ToolResult.error(call, "no such city").error()).isTrue();
        assertThat(ToolResult.error(call, "no such city").text()).isEqualTo("no such city");
        assertThat(ToolResult.error(call, "x")).hasToString("ToolResult[f, 1 parts, error]");
    }
}
