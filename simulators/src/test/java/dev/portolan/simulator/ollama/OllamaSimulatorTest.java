package dev.portolan.simulator.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ollama's wire, read by a plain client. */
class OllamaSimulatorTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String ASK = "'messages':[{'role':'user','content':'Where is my order?'}]";
    private static final String TOOLS =
            ",'tools':[{'type':'function','function':{'name':'get_weather','parameters':{'type':'object','properties':{'city':{'type':'string'}}}}}]";

    private OllamaSimulator simulator = OllamaSimulator.start(Responder.echo());

    @AfterEach
    void stop() {
        simulator.close();
    }

    private void use(OllamaSimulator.Builder builder) {
        simulator.close();
        simulator = builder.start();
    }

    private record Got(int status, String type, String text) {
        JsonNode json() throws IOException {
            return JSON.readTree(text);
        }

        List<JsonNode> lines() throws IOException {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : text.split("\n")) {
                lines.add(JSON.readTree(line));
            }
            return lines;
        }

        String joined(String pointer) throws IOException {
            StringBuilder all = new StringBuilder();
            lines().forEach(line -> all.append(line.at(pointer).asText("")));
            return all.toString();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(simulator.baseUrl().resolve(path));
    }

    private static Got send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Got(
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                response.body());
    }

    private Got post(String path, String json) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    private Got get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private Got chat(String model, String more) throws IOException, InterruptedException {
        return post("/api/chat", "{'model':'" + model + "'," + ASK + more + "}");
    }

    private JsonNode whole(String model, Reply reply, String more) throws IOException, InterruptedException {
        simulator.respond(prompt -> reply);
        Got got = chat(model, ",'stream':false" + more);
        assertThat(got.status()).as(got.text()).isEqualTo(200);
        return got.json();
    }

    private Got streamed(String model, Reply reply, String more) throws IOException, InterruptedException {
        simulator.respond(prompt -> reply);
        return chat(model, more);
    }

    @Test
    void anAnswerIsAStreamOfLinesUnlessToldOtherwise() throws Exception {
        Got got = streamed("llama3.2", Reply.text("It is on its way."), "");
        List<JsonNode> lines = got.lines();
        JsonNode last = lines.get(lines.size() - 1);

        assertThat(got.type()).isEqualTo("application/x-ndjson");
        assertThat(lines).hasSize(6 + 1);
        assertThat(got.joined("/message/content")).isEqualTo("It is on its way.");
        assertThat(lines.subList(0, 6)).noneMatch(line -> line.path("done").asBoolean() || line.has("eval_count"));
        assertThat(last.at("/done").asBoolean()).isTrue();
        assertThat(last.at("/done_reason").asText()).isEqualTo("stop");
        assertThat(last.at("/message/content").asText()).isEmpty();
        assertThat(last.at("/prompt_eval_count").asInt()).isEqualTo(9);
        assertThat(last.at("/eval_count").asInt()).isEqualTo(6);
        assertThat(last.at("/total_duration").asLong())
                .isGreaterThan(last.at("/load_duration").asLong())
                .isGreaterThan(last.at("/eval_duration").asLong());
    }

    @Test
    void aWholeAnswerIsOneObject() throws Exception {
        Got got = chat("llama3.2", ",'stream':false,'format':'','keep_alive':null,'tools':[]");

        assertThat(got.type()).isEqualTo("application/json; charset=utf-8");
        assertThat(got.json().at("/model").asText()).isEqualTo("llama3.2");
        assertThat(Instant.parse(got.json().at("/created_at").asText()))
                .isBefore(Instant.now().plusSeconds(1));
        assertThat(got.json().at("/message/content").asText()).isEqualTo("Where is my order?");
    }

    @Test
    void callsComeBeforeTheEndWithObjectsForArgumentsAndReasonStop() throws Exception {
        Reply reply =
                Reply.toolCall("get_weather", "{\"city\":\"Oslo\"}").withToolCall("get_weather", "{\"city\":\"Rome\"}");
        List<JsonNode> lines = streamed("qwen2.5", reply, TOOLS).lines();
        JsonNode whole = whole("qwen2.5", reply, TOOLS);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).at("/done").asBoolean()).isFalse();
        assertThat(lines.get(0).at("/message/tool_calls/0/id").asText()).startsWith("call_");
        assertThat(lines.get(0)
                        .at("/message/tool_calls/0/function/arguments/city")
                        .asText())
                .isEqualTo("Oslo");
        assertThat(lines.get(1).at("/message/tool_calls/0/function/index").asInt())
                .isEqualTo(1);
        assertThat(lines.get(2).at("/message/tool_calls").isMissingNode()).isTrue();
        assertThat(lines.get(2).at("/done_reason").asText()).isEqualTo("stop");
        assertThat(whole.at("/message/tool_calls").size()).isEqualTo(2);
        assertThat(whole.at("/message/content").asText()).isEmpty();
    }

    @Test
    void aCallThatDoesNotReadIsText() throws Exception {
        JsonNode answer = whole("qwen2.5", Reply.toolCall("get_weather", "{oops"), TOOLS);

        assertThat(answer.at("/message/tool_calls").isMissingNode()).isTrue();
        assertThat(answer.at("/message/content").asText())
                .contains("get_weather")
                .contains("{oops");
    }

    @Test
    void thoughtsHaveAFieldOfTheirOwnAndCanBeSwitchedOffButNotEverywhere() throws Exception {
        Reply reply = Reply.text("Four.").withReasoning("Two and two.");

        JsonNode byItself = whole("qwen3", reply, "");
        assertThat(byItself.at("/message/thinking").asText()).isEqualTo("Two and two.");
        assertThat(byItself.at("/eval_count").asInt()).isEqualTo(6);
        assertThat(whole("qwen3", reply, ",'think':false")
                        .at("/message/thinking")
                        .isMissingNode())
                .isTrue();
        assertThat(whole("gpt-oss:20b", reply, ",'think':false")
                        .at("/message/thinking")
                        .asText())
                .isEqualTo("Two and two.");
        assertThat(whole("gpt-oss:20b", reply, ",'think':'high'")
                        .at("/message/thinking")
                        .asText())
                .isNotEmpty();
        JsonNode first = streamed("qwen3", reply, ",'think':true").lines().get(0);
        assertThat(first.at("/message/thinking").asText()).isEqualTo("Two");
        assertThat(first.at("/message/content").asText()).isEmpty();
    }

    @Test
    void theLimitAndStopSequencesCut() throws Exception {
        Reply reply = Reply.text("one two three four");

        JsonNode cut = whole("llama3.2", reply, ",'options':{'num_predict':2}");
        assertThat(cut.at("/message/content").asText()).isEqualTo("one two");
        assertThat(cut.at("/done_reason").asText()).isEqualTo("length");
        assertThat(whole("llama3.2", reply, ",'options':{'num_predict':-1,'stop':[' three']}")
                        .at("/message/content")
                        .asText())
                .isEqualTo("one two");
        JsonNode thought = whole("qwen3", reply.withReasoning("so it is then"), ",'options':{'num_predict':3}");
        assertThat(thought.at("/message/thinking").asText()).isEqualTo("so it is");
        assertThat(thought.at("/message/content").asText()).isEmpty();
    }

    @Test
    void aFormatConstrainsWhatTheModelDoesNotKnow() throws Exception {
        String schema = ",'format':{'type':'object','properties':{'n':{'type':'integer'}},'required':['n']}";
        simulator.respond(
                prompt -> Reply.text("format seen: " + prompt.request().outputFormat()));

        assertThat(chat("llama3.2", schema + ",'stream':false")
                        .json()
                        .at("/message/content")
                        .asText())
                .isEqualTo("{\"n\":1}");
        assertThat(simulator.requests().get(0).prompt().request().outputFormat())
                .isNotNull();
        assertThat(chat("llama3.2", ",'format':'json','stream':false")
                        .json()
                        .at("/message/content")
                        .asText())
                .isEqualTo("{\"answer\":\"format seen: null\"}");
    }

    @Test
    void aFormatLeavesNoRoomForCalls() throws Exception {
        JsonNode answer = whole("qwen2.5", Reply.toolCall("get_weather", "{}"), TOOLS + ",'format':'json'");

        assertThat(answer.at("/message/tool_calls").isMissingNode()).isTrue();
        assertThat(JSON.readTree(answer.at("/message/content").asText()).isObject())
                .isTrue();
    }

    @Test
    void aConversationThatIsTooLongLosesItsOldestMessagesInSilence() throws Exception {
        String messages = "'messages':[{'role':'system','content':'Be kind.'},{'role':'user','content':'"
                + "old ".repeat(60) + "'},{'role':'assistant','content':'Yes.'},{'role':'user','content':'And now?'}]";
        Got got = post("/api/chat", "{'model':'llama3.2','stream':false,'options':{'num_ctx':40}," + messages + "}");

        assertThat(got.status()).isEqualTo(200);
        assertThat(simulator.truncations()).isEqualTo(1);
        assertThat(simulator.requests().get(0).prompt().request().messages()).hasSize(3);
        assertThat(got.json().at("/prompt_eval_count").asInt()).isLessThanOrEqualTo(40);
        Got refused =
                post("/api/chat", "{'model':'llama3.2','truncate':false,'options':{'num_ctx':40}," + messages + "}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error").asText()).isEqualTo("the input length exceeds the context length");
        assertThat(simulator.truncations()).isEqualTo(1);
    }

    @Test
    void aPromptThatWasSeenBeforeNeedNotBeCounted() throws Exception {
        use(OllamaSimulator.builder().omitsCachedPrompts(true));

        assertThat(chat("llama3.2", ",'stream':false").json().has("prompt_eval_count"))
                .isTrue();
        assertThat(chat("llama3.2", ",'stream':false").json().has("prompt_eval_count"))
                .isFalse();
    }

    @Test
    void withoutMessagesAModelIsLoadedOrUnloaded() throws Exception {
        Got loaded = post("/api/chat", "{'model':'llama3.2','messages':[],'keep_alive':'10m'}");
        assertThat(loaded.json().at("/done_reason").asText()).isEqualTo("load");
        assertThat(get("/api/ps").json().at("/models/0/name").asText()).isEqualTo("llama3.2:latest");

        Got unloaded = post("/api/chat", "{'model':'llama3.2','keep_alive':0}");
        assertThat(unloaded.json().at("/done_reason").asText()).isEqualTo("unload");
        assertThat(get("/api/ps").json().at("/models").isEmpty()).isTrue();
    }

    @Test
    void theFirstAnswerTellsThatTheModelHadToBeLoaded() throws Exception {
        long first =
                chat("llama3.2", ",'stream':false").json().at("/load_duration").asLong();
        long second =
                chat("llama3.2", ",'stream':false").json().at("/load_duration").asLong();

        assertThat(first).isGreaterThan(second);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "llama3.2 | ,'think':true | 400 | \"llama3.2\" does not support thinking",
                "qwen3 | ,'think':'much' | 400 | invalid think value: \"much\" (must be",
                "gemma:2b | ,'tools':[{'type':'function','function':{'name':'f'}}] | 400 | registry.ollama.ai/library/gemma:2b does not support tools",
                "nomic-embed-text | ,'stream':true | 400 | \"nomic-embed-text\" does not support chat",
                "llama3.2 | ,'messages':[{'role':'user','content':'x','images':['AAAA']}] | 500 | missing data required for image input",
                "llava | ,'messages':[{'role':'user','content':'x','images':['A*AA']}] | 400 | illegal base64 data at input byte 1",
                "qwen3 | ,'messages':[{'role':'assistant','tool_calls':[{'function':{'name':'f','arguments':'{}'}}]}] | 400 | cannot unmarshal string into Go struct field ChatRequest.messages.tool_calls.function.arguments",
                "qwen3 | ,'messages':[{'role':'user','content':['x']}] | 400 | cannot unmarshal array into Go struct field ChatRequest.messages.content of type string",
                "qwen3 | ,'messages':[{'role':'bot','content':'x'}] | 400 | invalid role: bot",
                "qwen3 | ,'options':{'num_predict':'x'} | 500 | option \"num_predict\" must be of type integer",
                "qwen3 | ,'options':[] | 400 | cannot unmarshal array into Go struct field ChatRequest.options",
                "qwen3 | ,'format':'xml' | 500 | expected \"json\" or a valid JSON Schema object",
                "qwen3 | ,'keep_alive':'long' | 400 | time: invalid duration \"long\"",
                "qwen3 | ,'top_logprobs':21 | 400 | top_logprobs must be between 0 and 20"
            })
    void whatIsRefusedIsATextAndNothingElse(String model, String more, int status, String words) throws Exception {
        Got got = chat(model, more);

        assertThat(got.status()).isEqualTo(status);
        assertThat(got.json().size()).isEqualTo(1);
        assertThat(got.json().at("/error").asText()).contains(words);
    }

    @Test
    void aBodyThatIsNoJsonIsRefusedInTheDecoderSWords() throws Exception {
        assertThat(post("/api/chat", "").json().at("/error").asText()).isEqualTo("missing request body");
        assertThat(post("/api/chat", "hi").json().at("/error").asText())
                .isEqualTo("invalid character 'h' looking for beginning of value");
        assertThat(post("/api/chat", "{").json().at("/error").asText()).isEqualTo("unexpected EOF");
        assertThat(post("/api/chat", "{}").json().at("/error").asText()).isEqualTo("model is required");
        assertThat(get("/api/chat").status()).isEqualTo(405);
        assertThat(get("/v1/models").text()).isEqualTo("404 page not found");
    }

    @Test
    void aModelThatIsNotThereCanBePulled() throws Exception {
        use(OllamaSimulator.builder().models("llama3.2").pullable("qwen3:4b"));
        Got missing = chat("qwen3:4b", "");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text()).isEqualTo("{\"error\":\"model 'qwen3:4b' not found\"}");

        Got pulled = post("/api/pull", "{'model':'qwen3:4b'}");
        List<JsonNode> lines = pulled.lines();
        assertThat(lines.get(0).at("/status").asText()).isEqualTo("pulling manifest");
        assertThat(lines.get(1).has("completed")).isFalse();
        assertThat(lines.get(2).at("/digest").asText()).startsWith("sha256:");
        assertThat(lines.get(lines.size() - 1).at("/status").asText()).isEqualTo("success");
        assertThat(chat("qwen3:4b", "").status()).isEqualTo(200);
        assertThat(get("/api/tags").json().at("/models").findValuesAsText("name"))
                .containsExactly("llama3.2:latest", "qwen3:4b");
    }

    @Test
    void whatTheRegistryDoesNotHaveFailsWithinTheStream() throws Exception {
        use(OllamaSimulator.builder().models("llama3.2").pullable("qwen3:4b"));
        Got got = post("/api/pull", "{'model':'nothing'}");

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.lines().get(1).at("/error").asText()).isEqualTo("pull model manifest: file does not exist");
        assertThat(post("/api/pull", "{'model':'nothing','stream':false}").status())
                .isEqualTo(500);
        assertThat(post("/api/pull", "{'model':'qwen3:4b','stream':false}").text())
                .isEqualTo("{\"status\":\"success\"}");
    }

    @Test
    void modelsAreDescribed() throws Exception {
        use(OllamaSimulator.builder().model("llama3.2:3b", "completion", "tools"));
        JsonNode shown = post("/api/show", "{'model':'llama3.2:3b'}").json();

        assertThat(shown.at("/capabilities").toString()).isEqualTo("[\"completion\",\"tools\"]");
        assertThat(shown.at("/details/parameter_size").asText()).isEqualTo("3B");
        assertThat(shown.at("/model_info/llama.context_length").asInt()).isEqualTo(131_072);
        assertThat(post("/api/show", "{'name':'llama3.2:3b'}").status()).isEqualTo(200);
        assertThat(post("/api/show", "{'model':'other'}").status()).isEqualTo(404);
        assertThat(get("/api/version").json().at("/version").asText()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(get("/").text()).isEqualTo("Ollama is running");
    }

    @Test
    void embeddingsAreUnitVectorsInTheOrderOfTheTexts() throws Exception {
        JsonNode answer = post("/api/embed", "{'model':'all-minilm','input':['where is my order','blue cheese']}")
                .json();
        double square = 0;
        for (JsonNode number : answer.at("/embeddings/0")) {
            square += number.doubleValue() * number.doubleValue();
        }

        assertThat(answer.at("/embeddings").size()).isEqualTo(2);
        assertThat(answer.at("/embeddings/0").size()).isEqualTo(384);
        assertThat(square).isCloseTo(1, within(1e-4));
        assertThat(answer.at("/prompt_eval_count").asInt()).isEqualTo(6);
        assertThat(post("/api/embed", "{'model':'all-minilm','input':'x','dimensions':8}")
                        .json()
                        .at("/embeddings/0")
                        .size())
                .isEqualTo(8);
        assertThat(post("/api/embed", "{'model':'all-minilm','input':[]}")
                        .json()
                        .at("/embeddings")
                        .isEmpty())
                .isTrue();
        assertThat(post("/api/embed", "{'model':'all-minilm','input':7}")
                        .json()
                        .at("/error")
                        .asText())
                .isEqualTo("invalid input type");
        assertThat(post(
                                "/api/embed",
                                "{'model':'all-minilm','truncate':false,'options':{'num_ctx':4},'input':'a b c d e f'}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theHostedServiceWantsAKeyAndTellsLess() throws Exception {
        use(OllamaSimulator.builder().hosted().apiKeys("right"));
        assertThat(chat("gpt-oss:20b", "").text()).isEqualTo("{\"error\":\"unauthorized\"}");

        Got got = send(request("/api/chat")
                .header("authorization", "Bearer right")
                .POST(HttpRequest.BodyPublishers.ofString(
                        ("{'model':'gpt-oss:20b','format':'json'," + ASK + "}").replace('\'', '"'))));
        JsonNode last = got.lines().get(got.lines().size() - 1);
        assertThat(got.type()).isEqualTo("application/json");
        assertThat(got.joined("/message/content")).isEqualTo("Where is my order?");
        assertThat(last.has("total_duration")).isTrue();
        assertThat(last.has("load_duration") || last.has("eval_duration")).isFalse();
    }

    @Test
    void resultsBelongToTheCallsBeforeThem() throws Exception {
        post(
                "/api/chat",
                "{'model':'qwen3','messages':[{'role':'user','content':'Go.'},{'role':'assistant','content':'','tool_calls':[{'id':'a','function':{'name':'f','arguments':{'x':1}}}]},{'role':'tool','content':'sunny','tool_name':'f'}]}");
        var result = simulator.requests().get(0).prompt().toolResults().get(0);

        assertThat(result.callId()).isEqualTo("a");
        assertThat(result.toolName()).isEqualTo("f");
        assertThat(result.text()).isEqualTo("sunny");
    }

    @Test
    void aResponderThatFailsIsAnErrorOfTheRunner() throws Exception {
        simulator.respond(prompt -> {
            throw new IllegalStateException("no reply");
        });
        Got got = chat("llama3.2", "");

        assertThat(got.status()).isEqualTo(500);
        assertThat(got.json().at("/error").asText()).startsWith("model runner has unexpectedly stopped");
    }

    @Test
    void anErrorCanStandWithinAStreamThatBeganWell() throws Exception {
        simulator.inject(Faults.always(Fault.errorInStream(2, ErrorKind.UNAVAILABLE)));
        Got got = chat("llama3.2", "");

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.lines()).hasSize(3);
        assertThat(got.lines().get(2).at("/error").asText()).startsWith("server busy");
        assertThat(chat("llama3.2", ",'stream':false").status()).isEqualTo(503);
    }

    @Test
    void errorsTakeThePlaceOfAnswers() throws Exception {
        simulator.inject(Faults.first(1, Fault.error(ErrorKind.RATE_LIMITED).retryAfter(Duration.ofSeconds(2)))
                .onRequest(2, Fault.error(ErrorKind.MODEL_NOT_FOUND))
                .onRequest(3, Fault.status(502)));

        assertThat(chat("llama3.2", "").status()).isEqualTo(429);
        assertThat(chat("llama3.2", "").text()).isEqualTo("{\"error\":\"model 'llama3.2' not found\"}");
        assertThat(chat("llama3.2", "").status()).isEqualTo(502);
        assertThatThrownBy(() -> simulator.inject(Faults.always(Fault.error(ErrorKind.CONTENT_FILTERED))))
                .hasMessageContaining("ollama");
    }

    @Test
    void faultsLeaveOutWhatTheyAreToLeaveOut() throws Exception {
        Reply reply = Reply.toolCall("get_weather", "{}");
        simulator.inject(Faults.always(Fault.missingIds().and(Fault.noUsage())));
        List<JsonNode> lines = streamed("qwen2.5", reply, TOOLS).lines();
        assertThat(lines.get(0).at("/message/tool_calls/0/id").isMissingNode()).isTrue();
        assertThat(lines).noneMatch(line -> line.has("model") || line.has("eval_count"));

        simulator.inject(Faults.always(Fault.noFinish()));
        assertThat(streamed("qwen2.5", reply, TOOLS).lines())
                .hasSize(1)
                .noneMatch(line -> line.path("done").asBoolean());
        assertThat(whole("qwen2.5", reply, TOOLS).has("done_reason")).isFalse();

        simulator.inject(Faults.always(Fault.duplicateFinish()));
        assertThat(streamed("qwen2.5", reply, TOOLS).lines())
                .filteredOn(line -> line.path("done").asBoolean())
                .hasSize(2);
    }

    @Test
    void linesCanBeNonsense() throws Exception {
        simulator.inject(Faults.always(Fault.garble(1)));
        String[] garbled = chat("llama3.2", "").text().split("\n");
        assertThat(garbled[1]).endsWith("###");
        assertThat(JSON.readTree(garbled[2]).at("/done").asBoolean(true)).isFalse();

        simulator.inject(Faults.always(Fault.spoilFrame(1)));
        String[] spoiled = chat("llama3.2", "").text().split("\n");
        assertThat(spoiled[1]).isEqualTo("{");

        simulator.inject(Faults.always(Fault.truncateAfter(1)));
        String truncated = chat("llama3.2", "").text();
        assertThat(truncated).doesNotEndWith("\n").doesNotContain("\"done\":true");
    }

    @Test
    @Tag("integration")
    void aClientThatGivesUpAStalledStreamIsNoticed() throws Exception {
        simulator.inject(Faults.always(Fault.stallAfter(1)));
        HttpResponse<InputStream> response = HTTP.send(
                request("/api/chat")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                ("{'model':'llama3.2'," + ASK + "}").replace('\'', '"')))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(simulator.inFlight()).isEqualTo(1);
        response.body().close();

        await().atMost(Duration.ofSeconds(5)).until(() -> simulator.inFlight() == 0);
    }
}
