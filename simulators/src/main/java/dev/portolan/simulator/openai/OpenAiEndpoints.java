package dev.portolan.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.Obedience;
import dev.portolan.simulator.internal.PacedBody;
import dev.portolan.simulator.internal.PrefixCache;
import dev.portolan.simulator.internal.PromptTokens;
import dev.portolan.simulator.internal.http.HttpHandler;
import dev.portolan.simulator.internal.http.HttpRequest;
import dev.portolan.simulator.internal.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands behind the addresses: checks the key, reads, asks the responder, writes. */
final class OpenAiEndpoints implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiEndpoints.class);
    private static final String MODELS = "/v1/models";

    /** Prompts are cached from 1,024 tokens on, 128 at a time: https://platform.openai.com/docs/guides/prompt-caching. */
    private final PrefixCache cache = new PrefixCache(1024, 128);

    private final Ids ids = new Ids();
    private final ResponseStore store = new ResponseStore();
    private final Responder responder;
    private final KeyCheck keys;
    private final Models models;
    private final RateMeter rates;
    private final Pace pace;
    private final RequestLog log;
    private final InstantSource clock;

    OpenAiEndpoints(
            Responder responder,
            KeyCheck keys,
            Models models,
            RateMeter rates,
            Pace pace,
            RequestLog log,
            InstantSource clock) {
        this.responder = responder;
        this.keys = keys;
        this.models = models;
        this.rates = rates;
        this.pace = pace;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        Exchange exchange = new Exchange(request);
        HttpResponse response;
        try {
            response = exchange.answer();
        } catch (OpenAiError e) {
            response = e.response();
        }
        log.add(request, exchange.prompt);
        return response.with(exchange.headers);
    }

    /** One request and what is known of it so far. */
    private final class Exchange {
        private final HttpRequest request;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable Prompt prompt;

        Exchange(HttpRequest request) {
            this.request = request;
            headers.put("x-request-id", ids.request());
            headers.put("openai-version", "2020-10-01");
        }

        HttpResponse answer() {
            keys.require(request.header("authorization"));
            String path = request.path();
            return switch (path) {
                case "/v1/chat/completions" -> chat(posted());
                case "/v1/responses" -> responses(posted());
                case "/v1/embeddings" -> embeddings(posted());
                case MODELS -> listed(models.list());
                default -> {
                    if (path.startsWith(MODELS + "/")) {
                        yield listed(models.one(path.substring(MODELS.length() + 1)));
                    }
                    throw new OpenAiError(
                            404,
                            "invalid_request_error",
                            null,
                            null,
                            "Invalid URL (" + request.method() + " " + path + ")");
                }
            };
        }

        private HttpResponse listed(byte[] body) {
            requireMethod("GET");
            return HttpResponse.whole(200, Map.of("content-type", "application/json"), body);
        }

        private void requireMethod(String method) {
            if (!request.method().equals(method)) {
                throw new OpenAiError(
                        405,
                        "invalid_request_error",
                        "method_not_supported",
                        null,
                        "Only " + method + " requests are accepted.");
            }
        }

        private JsonNode posted() {
            requireMethod("POST");
            JsonNode body = Json.parse(request.body());
            if (body == null) {
                throw OpenAiError.invalid(
                        null,
                        null,
                        "We could not parse the JSON body of your request. (HINT: This likely means you aren't using"
                                + " your HTTP library correctly. The OpenAI API expects a JSON payload, but what was"
                                + " sent was not valid JSON.)");
            }
            return body;
        }

        private HttpResponse chat(JsonNode body) {
            ChatCall call = ChatReader.read(body);
            prompt = call.prompt();
            models.require(prompt.model());
            List<String> tokens = admitted(prompt);
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < call.choices(); i++) {
                answers.add(think(call.prompt(), call.effort()));
            }
            Counts counts = counts(call.prompt(), tokens, answers);
            ChatCompletion completion = new ChatCompletion(
                    call, answers, counts, ids.completion(), clock.instant().getEpochSecond());
            return call.prompt().streaming() ? streamed(completion.chunks()) : whole(completion.whole(), counts);
        }

        private HttpResponse responses(JsonNode body) {
            ResponsesCall call = ResponsesReader.read(body, store);
            prompt = call.prompt();
            models.requireForResponses(prompt.model());
            List<String> tokens = admitted(prompt);
            Answer answer = think(call.prompt(), call.effort());
            Counts counts = counts(call.prompt(), tokens, List.of(answer));
            List<ObjectNode> items = OutputItems.of(answer, call, ids);
            String id = ids.item("resp");
            if (call.stored()) {
                ArrayNode conversation = call.items().deepCopy();
                store.keep(id, conversation.addAll(items));
            }
            ResponseObject response = new ResponseObject(
                    call, answer, counts, items, id, clock.instant().getEpochSecond());
            return call.prompt().streaming()
                    ? streamed(ResponseStream.of(response, items))
                    : whole(response.whole(), counts);
        }

        private HttpResponse embeddings(JsonNode body) {
            byte[] answer = Embeddings.answer(body);
            String model = body.get("model").textValue();
            models.require(model);
            headers.putAll(rates.take(model, 0));
            return HttpResponse.whole(200, Map.of("content-type", "application/json"), answer);
        }

        private List<String> admitted(Prompt asked) {
            List<String> tokens = PromptTokens.of(asked.request());
            Integer most = asked.request().maxOutputTokens();
            headers.putAll(rates.take(asked.model(), tokens.size() + (most == null ? 0L : most)));
            return tokens;
        }

        private Answer think(Prompt asked, @Nullable String effort) {
            Reply reply;
            try {
                reply = responder.reply(asked);
            } catch (RuntimeException e) {
                // The mind is the user's code; the wire says what a service says when it fails.
                LOG.warn("The responder failed", e);
                throw new OpenAiError(
                        500,
                        "server_error",
                        null,
                        null,
                        "The server had an error while processing your request. Sorry about that!");
            }
            return new Obedience(asked.request(), ids::call)
                    .apply(reply, ModelTraits.of(asked.model()).reasoningTokens(effort));
        }

        private Counts counts(Prompt asked, List<String> tokens, List<Answer> answers) {
            int cached = cache.lookUp(asked.model(), tokens);
            headers.put("openai-processing-ms", String.valueOf(pace.first().toMillis()));
            return Counts.of(tokens.size(), cached, answers);
        }

        private HttpResponse whole(byte[] body, Counts counts) {
            return new HttpResponse(
                    200,
                    Map.of("content-type", "application/json"),
                    body.length,
                    PacedBody.whole(pace, (int) counts.output(), body));
        }

        private HttpResponse streamed(List<Supplier<byte[]>> events) {
            return new HttpResponse(
                    200,
                    Map.of("content-type", "text/event-stream; charset=utf-8"),
                    HttpResponse.CHUNKED,
                    PacedBody.streamed(pace, events));
        }
    }
}
