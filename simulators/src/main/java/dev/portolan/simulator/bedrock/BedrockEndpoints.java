package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.portolan.chat.ChatRequest;
import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.HttpFaults;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.Obedience;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.PromptTokens;
import dev.portolan.simulator.internal.RateMeter;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.SimulatorState;
import dev.portolan.simulator.internal.http.HttpHandler;
import dev.portolan.simulator.internal.http.HttpRequest;
import dev.portolan.simulator.internal.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands behind the addresses: checks who calls, reads, asks the responder, writes. */
final class BedrockEndpoints implements HttpHandler {

    private static final Pattern OPERATION =
            Pattern.compile("/model/(.+)/(converse|converse-stream|invoke|invoke-with-response-stream|count-tokens)");
    static final Map<String, String> JSON = Map.of("content-type", "application/json");
    static final Map<String, String> EVENTS = Map.of("content-type", EventStream.CONTENT_TYPE);

    private final CachePoints cache = new CachePoints();
    private final Ids ids = new Ids();
    private final SimulatorState state;
    private final KeyRing keys;
    private final Models models;
    private final RateMeter rates;
    private final Pace pace;

    BedrockEndpoints(SimulatorOptions options, SimulatorState state, KeyRing keys, Models models) {
        this.state = state;
        this.keys = keys;
        this.models = models;
        this.rates = new RateMeter(options.requestsPerMinute(), options.tokensPerMinute(), System::nanoTime);
        this.pace = options.pace();
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return new Exchange(request).handle();
    }

    private static boolean blocks(Fault part) {
        return part instanceof Fault.VendorError error && error.kind().equals(ErrorKind.CONTENT_FILTERED);
    }

    /** Writes down what came out. */
    @FunctionalInterface
    private interface Answering {
        HttpAnswer of(Outcome outcome, Omissions omissions);
    }

    /** One request and what is known of it so far. */
    private final class Exchange {
        private final HttpRequest request;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable Prompt prompt;
        private @Nullable Function<Omissions, HttpAnswer> blocked;

        Exchange(HttpRequest request) {
            this.request = request;
            headers.put("x-amzn-requestid", ids.request());
        }

        /** What was understood is known before a fault is looked up, and the responder is asked only when none takes its place. */
        HttpResponse handle() {
            Function<Omissions, HttpAnswer> answer = understood();
            Fault met = state.receive(
                    new ReceivedRequest(request.method(), request.path(), request.headers(), request.body(), prompt));
            Function<Omissions, HttpAnswer> instead = blocksPrompt(met) ? blocked : null;
            return HttpFaults.answer(
                    instead == null ? met : withoutBlocking(met),
                    new BedrockErrors(headers),
                    pace,
                    omissions -> refusing(() -> (instead == null ? answer : instead).apply(omissions))
                            .with(headers));
        }

        private static boolean blocksPrompt(@Nullable Fault fault) {
            return fault != null && fault.parts().stream().anyMatch(BedrockEndpoints::blocks);
        }

        private static @Nullable Fault withoutBlocking(@Nullable Fault fault) {
            return fault == null
                    ? null
                    : fault.parts().stream()
                            .filter(part -> !blocks(part))
                            .reduce(Fault::and)
                            .orElse(null);
        }

        private Function<Omissions, HttpAnswer> understood() {
            try {
                return read();
            } catch (BedrockError e) {
                return omissions -> e.answer();
            }
        }

        private HttpAnswer refusing(Supplier<HttpAnswer> answer) {
            try {
                return answer.get();
            } catch (BedrockError e) {
                return e.answer();
            }
        }

        private Function<Omissions, HttpAnswer> read() {
            keys.require(request);
            Matcher operation = OPERATION.matcher(request.path());
            if (!operation.matches() || !request.method().equals("POST")) {
                throw BedrockError.unknownOperation();
            }
            String id = PercentCode.decode(operation.group(1));
            ModelTraits model = models.require(id);
            JsonNode body = Json.parse(request.body());
            return switch (operation.group(2)) {
                case "converse" -> converse(id, model, typed(body), false);
                case "converse-stream" -> converse(id, model, typed(body), true);
                case "invoke" -> invoke(id, model, formatted(body), false);
                case "invoke-with-response-stream" -> invoke(id, model, formatted(body), true);
                default -> count(model, typed(body));
            };
        }

        private static JsonNode typed(@Nullable JsonNode body) {
            if (body == null) {
                throw BedrockError.serialization("The request body is not valid JSON.");
            }
            return body;
        }

        private static JsonNode formatted(@Nullable JsonNode body) {
            if (body == null) {
                throw BedrockError.invalid("Malformed input request, please reformat your input and try again.");
            }
            return body;
        }

        private Function<Omissions, HttpAnswer> converse(String id, ModelTraits model, JsonNode body, boolean stream) {
            ShapeCheck.require(stream ? ConverseShapes.STREAM : ConverseShapes.WHOLE, body);
            RequestRules.require(body, model);
            if (stream && !model.streamsTools() && body.path("toolConfig").isObject()) {
                throw BedrockError.invalid("This model doesn't support tool use in streaming mode.");
            }
            Prompt asked = new Prompt(id, stream, ConverseReader.read(body));
            prompt = asked;
            Guardrail guardrail = Guardrail.of(body);
            Answering answering = (outcome, omissions) -> {
                ConverseAnswer answer = new ConverseAnswer(outcome, model, guardrail, omissions);
                return stream
                        ? HttpAnswer.streamed(EVENTS, answer.events())
                        : HttpAnswer.whole(
                                200,
                                JSON,
                                outcome.answer().outputTokens(),
                                answer.whole(),
                                outcome.answer().anyText());
            };
            guarded(guardrail, answering);
            return omissions -> answering.of(think(asked, model, body, ids::toolUse), omissions);
        }

        /** A prompt that the guardrail blocks is no error: the answer says so. */
        private void guarded(Guardrail guardrail, Answering answering) {
            if (guardrail.asked()) {
                blocked = omissions -> answering.of(Outcome.blockedPrompt(), omissions);
            }
        }

        private Function<Omissions, HttpAnswer> invoke(String id, ModelTraits model, JsonNode body, boolean stream) {
            if (!model.converses() || body.has("texts") || isEmbedding(model, body)) {
                return embed(model, body, stream);
            }
            InvokeFormat format = InvokeFormat.read(model, body, ids);
            Prompt asked = new Prompt(id, stream, format.request());
            prompt = asked;
            Guardrail guardrail = Guardrail.of(request);
            Answering answering = (outcome, omissions) -> {
                InvokeAnswer answer = new InvokeAnswer(format, outcome, guardrail, omissions);
                return stream ? answer.chunks() : answer.whole();
            };
            guarded(guardrail, answering);
            return omissions -> answering.of(think(asked, model, body, () -> format.callId(ids)), omissions);
        }

        /** A model behind an ARN does not tell what it is. */
        private static boolean isEmbedding(ModelTraits model, JsonNode body) {
            return body.has("inputText") && model.family() != ModelTraits.Family.TITAN_TEXT;
        }

        private Function<Omissions, HttpAnswer> embed(ModelTraits model, JsonNode body, boolean stream) {
            Embedding embedding = Embedding.read(body, model);
            if (stream) {
                throw BedrockError.invalid("The model is unsupported for streaming.");
            }
            return omissions -> {
                admit(embedding.tokens());
                HttpAnswer answer = HttpAnswer.whole(200, JSON, 1, embedding.answer(ids.request(), omissions), "");
                return (omissions.usage()
                                ? answer
                                : answer.with(
                                        Map.of("x-amzn-bedrock-input-token-count", String.valueOf(embedding.tokens()))))
                        .with(InvokeAnswer.latency(pace.first().toMillis()));
            };
        }

        private Function<Omissions, HttpAnswer> count(ModelTraits model, JsonNode body) {
            ShapeCheck.require(ConverseShapes.COUNT_TOKENS, body);
            JsonNode input = body.get("input");
            int tokens = PromptTokens.of(counted(model, input)).size();
            return omissions -> {
                admit(0);
                byte[] answer = JsonNodeFactory.instance
                        .objectNode()
                        .put("inputTokens", tokens)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
                return HttpAnswer.whole(200, JSON, 0, answer, "");
            };
        }

        private ChatRequest counted(ModelTraits model, JsonNode input) {
            JsonNode converse = input.path("converse");
            if (converse.isObject()) {
                RequestRules.require(converse, model);
                return ConverseReader.read(converse);
            }
            byte[] body = Base64.getDecoder()
                    .decode(input.path("invokeModel").path("body").asText());
            return InvokeFormat.read(model, formatted(Json.parse(new String(body, StandardCharsets.UTF_8))), ids)
                    .request();
        }

        private Outcome think(Prompt asked, ModelTraits model, JsonNode body, Supplier<String> callIds) {
            int tokens = PromptTokens.of(asked.request()).size();
            Integer window = model.contextWindow();
            if (window != null && tokens > window) {
                throw BedrockError.invalid("Input is too long for requested model.");
            }
            Integer most = asked.request().maxOutputTokens();
            admit(tokens + (most == null ? 0L : most));
            Reply reply = StrictTools.obeyed(asked.request(), state.reply(asked, BedrockError::failed));
            Answer answer = new Obedience(asked.request(), callIds).apply(reply, 0);
            CachePoints.Use use = cache.lookUp(asked.model(), body, tokens);
            long first = pace.first().toMillis();
            return new Outcome(
                    answer,
                    Outcome.stopSequence(answer, reply, asked.request().stop()),
                    TokenUse.of(tokens, use, answer.outputTokens(), answer.usage()),
                    first + pace.token().toMillis() * Math.max(0, answer.outputTokens() - 1),
                    first,
                    false);
        }

        private void admit(long tokens) {
            RateMeter.Refusal refusal = rates.take(tokens).refusal();
            if (refusal != null) {
                throw BedrockError.throttled(
                        "Too many " + refusal.level().name() + ", please wait before trying again.");
            }
        }
    }
}
