package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.ReceivedRequest;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.HttpFaults;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.PrefixCache;
import dev.portolan.simulator.internal.PromptTokens;
import dev.portolan.simulator.internal.RateMeter;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.SimulatorState;
import dev.portolan.simulator.internal.http.HttpHandler;
import dev.portolan.simulator.internal.http.HttpRequest;
import dev.portolan.simulator.internal.http.HttpResponse;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What stands behind the addresses: checks the key, reads, asks the responder, writes. */
public final class Endpoints implements HttpHandler {

    static final Map<String, String> JSON = Map.of("content-type", "application/json");
    static final Map<String, String> EVENTS = Map.of("content-type", "text/event-stream; charset=utf-8");

    /** Prompts are cached from 1,024 tokens on, 128 at a time: https://platform.openai.com/docs/guides/prompt-caching. */
    private final PrefixCache cache = new PrefixCache(1024, 128);

    private final Ids ids = new Ids();
    private final ChatService chats;
    private final ResponseStore store = new ResponseStore();
    private final SimulatorState state;
    private final Dialect dialect;
    private final RateMeter rates;
    private final Pace pace;
    private final InstantSource clock;

    /**
     * The API of one simulator.
     *
     * @param options limits, pace and clock
     * @param state the mind and the faults
     * @param dialect which host it is
     */
    public Endpoints(SimulatorOptions options, SimulatorState state, Dialect dialect) {
        this.state = state;
        this.dialect = dialect;
        this.rates = new RateMeter(options.requestsPerMinute(), options.tokensPerMinute(), System::nanoTime);
        this.pace = options.pace();
        this.clock = options.clock();
        this.chats = new ChatService(state, clock, ids, cache, dialect.additions());
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return new Exchange(request).handle();
    }

    /** One request and what is known of it so far. */
    private final class Exchange {
        private final HttpRequest request;
        private final @Nullable Target target;
        private final Map<String, String> headers;
        private @Nullable Prompt prompt;
        private String model = "gpt-4o";

        Exchange(HttpRequest request) {
            this.request = request;
            this.target = dialect.target(request);
            this.headers = new LinkedHashMap<>(dialect.headers(ids, target));
        }

        /** What was understood is known before a fault is looked up, and the responder is asked only when none takes its place. */
        HttpResponse handle() {
            Function<Omissions, HttpAnswer> answer = understood();
            Fault fault = state.receive(
                    new ReceivedRequest(request.method(), request.path(), request.headers(), request.body(), prompt));
            return HttpFaults.answer(
                    fault,
                    dialect.errors(target == null ? Api.CHAT : target.api(), model, headers),
                    pace,
                    omissions -> refusing(() -> answer.apply(omissions)).with(headers));
        }

        private Function<Omissions, HttpAnswer> understood() {
            try {
                return read();
            } catch (OpenAiError e) {
                return omissions -> e.answer();
            }
        }

        private HttpAnswer refusing(Supplier<HttpAnswer> answer) {
            try {
                return answer.get();
            } catch (OpenAiError e) {
                return e.answer();
            }
        }

        private Function<Omissions, HttpAnswer> read() {
            Target admitted = dialect.admit(request, target);
            if (admitted.api() == Api.MODELS) {
                return listed(dialect.models(admitted.name()));
            }
            Fields body = new Fields(posted(), "");
            ModelName name = dialect.name(admitted, body.string("model"));
            model = name.model();
            return switch (admitted.api()) {
                case CHAT -> chat(body, name);
                case RESPONSES -> responses(body, name);
                default -> embeddings(body, name);
            };
        }

        private Function<Omissions, HttpAnswer> listed(byte[] body) {
            requireMethod("GET");
            return omissions -> HttpAnswer.whole(200, JSON, 0, body, "list");
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

        private Function<Omissions, HttpAnswer> chat(Fields body, ModelName name) {
            ChatService.Asked asked = chats.read(body.node(), name);
            prompt = asked.prompt();
            dialect.require(Api.CHAT, name);
            return omissions ->
                    asked.answer(omissions, worth -> headers.putAll(dialect.limits(model, rates.take(worth))));
        }

        private Function<Omissions, HttpAnswer> responses(Fields body, ModelName name) {
            ResponsesCall call = ResponsesReader.read(body, name, store);
            prompt = call.prompt();
            dialect.require(Api.RESPONSES, name);
            return omissions -> {
                List<String> tokens = admitted(call.prompt());
                Answer answer = chats.think(call.prompt(), model, call.effort());
                Counts counts = counts(call.prompt(), tokens, List.of(answer));
                List<ObjectNode> items = OutputItems.of(answer, call, ids);
                String id = ids.item("resp");
                if (call.stored()) {
                    ArrayNode conversation = call.items().deepCopy();
                    store.keep(id, conversation.addAll(items));
                }
                ResponseObject response = new ResponseObject(
                        call,
                        answer,
                        counts,
                        items,
                        id,
                        clock.instant().getEpochSecond(),
                        omissions,
                        dialect.additions());
                return call.prompt().streaming()
                        ? streamed(ResponseStream.of(response, items))
                        : whole(response.whole(), counts, answer);
            };
        }

        private Function<Omissions, HttpAnswer> embeddings(Fields body, ModelName name) {
            Embeddings embeddings = Embeddings.read(body, name);
            dialect.require(Api.EMBEDDINGS, name);
            return omissions -> {
                headers.putAll(dialect.limits(model, rates.take(0)));
                return HttpAnswer.whole(200, JSON, 1, embeddings.answer(omissions), "list");
            };
        }

        private List<String> admitted(Prompt asked) {
            List<String> tokens = PromptTokens.of(asked.request());
            Integer most = asked.request().maxOutputTokens();
            headers.putAll(dialect.limits(model, rates.take(tokens.size() + (most == null ? 0L : most))));
            return tokens;
        }

        private Counts counts(Prompt asked, List<String> tokens, List<Answer> answers) {
            int cached = cache.lookUp(asked.model(), tokens);
            return Counts.of(tokens.size(), cached, answers);
        }

        private HttpAnswer whole(byte[] body, Counts counts, Answer answer) {
            return HttpAnswer.whole(200, JSON, (int) counts.output(), body, answer.anyText());
        }

        private HttpAnswer streamed(List<Piece> pieces) {
            return HttpAnswer.streamed(EVENTS, pieces);
        }
    }
}
