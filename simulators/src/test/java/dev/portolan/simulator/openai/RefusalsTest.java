package dev.portolan.simulator.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.simulator.Responder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What OpenAI refuses is refused in its words: status, code, parameter. */
class RefusalsTest {

    private static OpenAiSimulator simulator;
    private static Client client;

    @BeforeAll
    static void start() {
        simulator = OpenAiSimulator.builder().maxRequestBytes(100_000).start();
        client = new Client(simulator);
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "null", textBlock = """
        no model                 | "messages":[U]                                           | null                        | null
        no messages              | "model":"gpt-4o"                                         | missing_required_parameter  | messages
        empty messages           | "model":"gpt-4o","messages":[]                           | empty_array                 | messages
        messages of wrong type   | "model":"gpt-4o","messages":"hi"                         | invalid_type                | messages
        unknown role             | "model":"gpt-4o","messages":[{"role":"boss","content":"x"}] | invalid_value            | messages[0].role
        no role                  | "model":"gpt-4o","messages":[{"content":"x"}]            | missing_required_parameter  | messages[0].role
        no content               | "model":"gpt-4o","messages":[{"role":"user"}]            | invalid_type                | messages[0].content
        unknown content type     | "model":"gpt-4o","messages":[{"role":"user","content":[{"type":"smell"}]}] | invalid_value | messages[0].content[0].type
        relative image address   | "model":"gpt-4o","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"/a.png"}}]}] | invalid_image_url | null
        broken file              | "model":"gpt-4o","messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"AAAA"}}]}] | invalid_value | messages[0].content[0].file.file_data
        unknown argument         | "model":"gpt-4o","messages":[U],"colour":"red"           | null                        | null
        temperature too high     | "model":"gpt-4o","messages":[U],"temperature":99         | decimal_above_max_value     | temperature
        temperature too low      | "model":"gpt-4o","messages":[U],"temperature":-1         | decimal_below_min_value     | temperature
        temperature a text       | "model":"gpt-4o","messages":[U],"temperature":"hot"      | invalid_type                | temperature
        no tokens                | "model":"gpt-4o","messages":[U],"max_tokens":0           | integer_below_min_value     | max_tokens
        both token limits        | "model":"gpt-4o","messages":[U],"max_tokens":5,"max_completion_tokens":5 | invalid_parameter_combination | max_tokens
        five stops               | "model":"gpt-4o","messages":[U],"stop":["a","b","c","d","e"] | array_above_max_length  | stop
        stop a number            | "model":"gpt-4o","messages":[U],"stop":[1]               | invalid_type                | stop
        options without stream   | "model":"gpt-4o","messages":[U],"stream_options":{}      | null                        | stream_options
        alternatives alone       | "model":"gpt-4o","messages":[U],"top_logprobs":2         | null                        | top_logprobs
        empty tools              | "model":"gpt-4o","messages":[U],"tools":[]               | empty_array                 | tools
        tool without function    | "model":"gpt-4o","messages":[U],"tools":[{"type":"function"}] | missing_required_parameter | tools[0].function
        tool without name        | "model":"gpt-4o","messages":[U],"tools":[{"type":"function","function":{}}] | missing_required_parameter | tools[0].function.name
        tool in flat form        | "model":"gpt-4o","messages":[U],"tools":[{"type":"function","name":"f"}] | missing_required_parameter | tools[0].function
        tool with bad name       | "model":"gpt-4o","messages":[U],"tools":[{"type":"function","function":{"name":"find order"}}] | invalid_value | tools[0].function.name
        tool of unknown type     | "model":"gpt-4o","messages":[U],"tools":[{"type":"hammer"}] | invalid_value            | tools[0].type
        tool with bad schema     | "model":"gpt-4o","messages":[U],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"string"}}}] | invalid_function_parameters | tools[0].function.parameters
        strict tool left open    | "model":"gpt-4o","messages":[U],"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{"type":"object","properties":{}}}}] | invalid_function_parameters | tools[0].function.parameters
        choice without tools     | "model":"gpt-4o","messages":[U],"tool_choice":"auto"     | null                        | tool_choice
        switch without tools     | "model":"gpt-4o","messages":[U],"parallel_tool_calls":true | null                      | parallel_tool_calls
        choice of no tool        | "model":"gpt-4o","messages":[U],"tools":[T],"tool_choice":{"type":"function","function":{"name":"g"}} | null | tool_choice
        unknown choice           | "model":"gpt-4o","messages":[U],"tools":[T],"tool_choice":"maybe" | invalid_value      | tool_choice
        tool twice               | "model":"gpt-4o","messages":[U],"tools":[T,T]            | invalid_value               | null
        result without call      | "model":"gpt-4o","messages":[U,{"role":"tool","tool_call_id":"c","content":"x"}] | null | messages[1].role
        call without result      | "model":"gpt-4o","messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},U] | null | messages[1].role
        arguments no text        | "model":"gpt-4o","messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":{}}}]}] | invalid_type | messages[0].tool_calls[0].function.arguments
        json without the word    | "model":"gpt-4o","messages":[U],"response_format":{"type":"json_object"} | null         | messages
        unknown format           | "model":"gpt-4o","messages":[U],"response_format":{"type":"xml"} | invalid_value       | response_format.type
        schema without name      | "model":"gpt-4o","messages":[U],"response_format":{"type":"json_schema","json_schema":{"schema":{}}} | missing_required_parameter | response_format.json_schema.name
        strict schema left open  | "model":"gpt-4o","messages":[U],"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object","properties":{}}}} | invalid_json_schema | response_format
        strict property optional | "model":"gpt-4o","messages":[U],"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object","properties":{"a":{"type":"string"}},"required":[],"additionalProperties":false}}} | invalid_json_schema | response_format
        thinking, temperature    | "model":"gpt-5-mini","messages":[U],"temperature":0.2    | unsupported_value           | temperature
        thinking, max_tokens     | "model":"o4-mini","messages":[U],"max_tokens":100        | unsupported_parameter       | max_tokens
        thinking, stop           | "model":"gpt-5","messages":[U],"stop":"x"                | unsupported_parameter       | stop
        not thinking, effort     | "model":"gpt-4o","messages":[U],"reasoning_effort":"low" | unsupported_parameter       | reasoning_effort
        unknown effort           | "model":"gpt-5","messages":[U],"reasoning_effort":"huge" | invalid_value               | reasoning_effort
        sound                    | "model":"gpt-4o","messages":[U],"modalities":["text","audio"] | invalid_value          | modalities
        """)
    void chatCompletionsRefuses(String what, String body, String code, String param) {
        assertRefused(client.post("/chat/completions", filled(body)), code, param);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "null", textBlock = """
        no model                 | "input":"hi"                                             | missing_required_parameter  | model
        no input                 | "model":"gpt-4o"                                         | missing_required_parameter  | input
        empty input              | "model":"gpt-4o","input":[]                              | empty_array                 | input
        input a number           | "model":"gpt-4o","input":7                               | invalid_type                | input
        unknown argument         | "model":"gpt-4o","input":"hi","colour":"red"             | unknown_parameter           | colour
        unknown role             | "model":"gpt-4o","input":[{"role":"boss","content":"x"}] | invalid_value               | input[0].role
        unknown item             | "model":"gpt-4o","input":[{"type":"song"}]               | invalid_value               | input[0].type
        chat's part type         | "model":"gpt-4o","input":[{"role":"user","content":[{"type":"text","text":"x"}]}] | invalid_value | input[0].content[0]
        assistant's input        | "model":"gpt-4o","input":[{"role":"assistant","content":[{"type":"input_text","text":"x"}]}] | invalid_value | input[0].content[0]
        too few tokens           | "model":"gpt-4o","input":"hi","max_output_tokens":5      | integer_below_min_value     | max_output_tokens
        temperature too high     | "model":"gpt-4o","input":"hi","temperature":3            | decimal_above_max_value     | temperature
        tool in nested form      | "model":"gpt-4o","input":"hi","tools":[T]                | missing_required_parameter  | tools[0].name
        result without call      | "model":"gpt-4o","input":[{"type":"function_call_output","call_id":"c","output":"x"}] | null | input
        call without result      | "model":"gpt-4o","input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}] | null | input
        call without arguments   | "model":"gpt-4o","input":[{"type":"function_call","call_id":"c","name":"f"}] | missing_required_parameter | input[0].arguments
        thought alone            | "model":"gpt-5","input":[{"type":"reasoning","id":"rs_1","summary":[]},{"role":"user","content":"x"}] | null | input
        json without the word    | "model":"gpt-4o","input":"hi","text":{"format":{"type":"json_object"}} | null          | input
        schema without schema    | "model":"gpt-4o","input":"hi","text":{"format":{"type":"json_schema","name":"n"}} | missing_required_parameter | text.format.schema
        strict schema left open  | "model":"gpt-4o","input":"hi","text":{"format":{"type":"json_schema","name":"n","strict":true,"schema":{"type":"object","properties":{}}}} | invalid_json_schema | text.format.schema
        thinking, temperature    | "model":"o4-mini","input":"hi","temperature":0           | unsupported_value           | temperature
        not thinking, effort     | "model":"gpt-4o","input":"hi","reasoning":{"effort":"low"} | unsupported_parameter     | reasoning.effort
        unknown previous         | "model":"gpt-4o","input":"hi","previous_response_id":"resp_0" | previous_response_not_found | previous_response_id
        background               | "model":"gpt-4o","input":"hi","background":true          | invalid_value               | null
        """)
    void theResponsesApiRefuses(String what, String body, String code, String param) {
        assertRefused(client.post("/responses", filled(body)), code, param);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "null", textBlock = """
        no model              | "input":"hi"                                                     | null                       | null
        no input              | "model":"text-embedding-3-small"                                 | missing_required_parameter | input
        empty text            | "model":"text-embedding-3-small","input":""                      | null                       | null
        a number among texts  | "model":"text-embedding-3-small","input":["a",7]                 | null                       | null
        negative dimensions   | "model":"text-embedding-3-small","input":"a","dimensions":-42    | null                       | null
        too many dimensions   | "model":"text-embedding-3-small","input":"a","dimensions":5000   | null                       | null
        dimensions of ada     | "model":"text-embedding-ada-002","input":"a","dimensions":10     | null                       | null
        unknown encoding      | "model":"text-embedding-3-small","input":"a","encoding_format":"hex" | invalid_value          | encoding_format
        """)
    void embeddingsRefuse(String what, String body, String code, String param) {
        assertRefused(client.post("/embeddings", filled(body)), code, param);
    }

    private static String filled(String body) {
        return "{"
                + body.replace("[T", "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}")
                        .replace(",T]", ",{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]")
                        .replace("[U", "[{\"role\":\"user\",\"content\":\"hi\"}")
                        .replace(",U]", ",{\"role\":\"user\",\"content\":\"hi\"}]")
                + "}";
    }

    private static void assertRefused(Client.Answer answer, String code, String param) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("x-request-id")).startsWith("req_");
        assertThat(answer.at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(answer.at("/error/message").asText()).isNotEmpty();
        assertThat(answer.at("/error/code").textValue()).as(answer.text()).isEqualTo(code);
        assertThat(answer.at("/error/param").textValue()).as(answer.text()).isEqualTo(param);
    }

    @Test
    void theWordsAreTheServiceSOwn() {
        assertThat(message("\"model\":\"gpt-4o\",\"messages\":[U],\"temperature\":99.0"))
                .isEqualTo("Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 99.0"
                        + " instead.");
        assertThat(message("\"model\":\"o4-mini\",\"messages\":[U],\"max_tokens\":100"))
                .isEqualTo("Unsupported parameter: 'max_tokens' is not supported with this model. Use"
                        + " 'max_completion_tokens' instead.");
        assertThat(message("\"model\":\"gpt-4o\",\"messages\":[U],\"tools\":[{\"type\":\"function\",\"function\":"
                        + "{\"name\":\"f\",\"strict\":true,\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":"
                        + "{\"type\":\"object\",\"properties\":{}}},\"required\":[\"a\"],"
                        + "\"additionalProperties\":false}}}]"))
                .isEqualTo("Invalid schema for function 'f': In context=('properties', 'a'), 'additionalProperties' is"
                        + " required to be supplied and to be false.");
    }

    private static String message(String body) {
        return client.post("/chat/completions", filled(body))
                .at("/error/message")
                .asText();
    }

    @Test
    void whatIsNoJsonIsRefused() {
        Client.Answer answer = client.chat("{\"model\":");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/error/message").asText()).startsWith("We could not parse the JSON body");
    }

    @Test
    void otherAddressesAndMethodsAreRefused() {
        assertThat(client.post("/completions", "{}").status()).isEqualTo(404);
        assertThat(client.post("/completions", "{}").at("/error/message").asText())
                .isEqualTo("Invalid URL (POST /v1/completions)");
        assertThat(client.get("/chat/completions").status()).isEqualTo(405);
        assertThat(client.post("/models", "{}").status()).isEqualTo(405);
    }

    @Test
    void aRequestOverTheLimitIsRefused() {
        assertThat(client.chat("x".repeat(100_001)).status()).isEqualTo(413);
        assertThat(client.chat("{'model':'gpt-4o','messages':[{'role':'user','content':'" + "x".repeat(90_000) + "'}]}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aResponderThatFailsIsAServerError() {
        try (OpenAiSimulator failing =
                OpenAiSimulator.start(Responder.script(dev.portolan.simulator.Reply.text("a")))) {
            Client asking = new Client(failing);
            String body = "{'model':'gpt-4o','messages':[{'role':'user','content':'hi'}]}";

            assertThat(asking.chat(body).status()).isEqualTo(200);
            Client.Answer second = asking.chat(body);
            assertThat(second.status()).isEqualTo(500);
            assertThat(second.at("/error/type").asText()).isEqualTo("server_error");
        }
    }
}
