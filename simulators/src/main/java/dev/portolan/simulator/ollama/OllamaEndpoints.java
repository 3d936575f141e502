package dev.portolan.simulator.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.Usage;
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
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.PrefixCache;
import dev.portolan.simulator.internal.PromptTokens;
import dev.portolan.simulator.internal.RateMeter;
import dev.portolan.simulator.internal.Role;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.SimulatorState;
import dev.portolan.simulator.internal.http.HttpHandler;
import dev.portolan.simulator.internal.http.HttpRequest;
import dev.portolan.simulator.internal.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What stands behind the addresses: checks the key, reads, asks the responder, writes. */
final class OllamaEndpoints implements HttpHandler {

    private static final Map<String, String> JSON = Map.of("content-type", OllamaError.JSON);
    private static final Map<String, String> TEXT = Map.of("content-type", "text/plain");

    /** How long a model takes to come into memory, as it is told; nothing is waited for. */
    private static final Duration LOADING = Duration.ofMillis(1_200);

    private static final Duration LOADED = Duration.ofMillis(40);

    private final PrefixCache cache = new PrefixCache(1, 1);
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger truncations = new AtomicInteger();
    private final SimulatorOptions options;
    private final OllamaTraits traits;
    private final SimulatorState state;
    private final ModelStore models;
    private final RateMeter rates;
    private final Pace pace;
    private final InstantSource clock;

    OllamaEndpoints(SimulatorOptions options, OllamaTraits traits, SimulatorState state) {
        this.options = options;
        this.traits = traits;
        this.state = state;
        this.models = new ModelStore(options.models(), traits.capabilities(), options.clock());
        this.rates = new RateMeter(options.requestsPerMinute(), options.tokensPerMinute(), System::nanoTime);
        this.pace = options.pace();
        this.clock = options.clock();
    }

    int truncations() {
        return truncations.get();
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return new Exchange(request).handle();
    }

    /** One request and what is known of it so far. */
    private final class Exchange {
        private final HttpRequest request;
        private @Nullable Prompt prompt;
        private String model = "";

        Exchange(HttpRequest request) {
            this.request = request;
        }

        HttpResponse handle() {
            Function<Omissions, HttpAnswer> answer = understood();
            Fault fault = state.receive(
                    new ReceivedRequest(request.method(), request.path(), request.headers(), request.body(), prompt));
            return HttpFaults.answer(
                    fault, new OllamaErrors(model), pace, omissions -> refusing(() -> answer.apply(omissions)));
        }

        private Function<Omissions, HttpAnswer> understood() {
            try {
                return read();
            } catch (OllamaError e) {
                return omissions -> e.answer();
            }
        }

        private HttpAnswer refusing(Supplier<HttpAnswer> answer) {
            try {
                return answer.get();
            } catch (OllamaError e) {
                return e.answer();
            }
        }

        private Function<Omissions, HttpAnswer> read() {
            requireKey();
            return switch (request.path()) {
                case "/api/chat" -> posted("ChatRequest", this::chat);
                case "/api/embed" -> posted("EmbedRequest", this::embed);
                case "/api/show" -> posted("ShowRequest", this::show);
                case "/api/pull" -> posted("PullRequest", this::pull);
                case "/api/tags" -> got(() -> ModelCard.tags(models.installed()));
                case "/api/ps" -> got(() -> ModelCard.running(models.loaded(), traits.contextLength()));
                case "/api/version" -> got(() -> Json.MAPPER.createObjectNode().put("version", "0.12.6"));
                case "/" -> omissions -> plain(200, "Ollama is running");
                default -> omissions -> plain(404, "404 page not found");
            };
        }

        private void requireKey() {
            String given = request.header("authorization");
            boolean needed = traits.hosted() || !options.apiKeys().isEmpty();
            String key = given != null && given.regionMatches(true, 0, "Bearer ", 0, 7)
                    ? given.substring(7).trim()
                    : "";
            if (needed && !known(key)) {
                throw new OllamaError(401, "unauthorized");
            }
        }

        private boolean known(String key) {
            return !key.isEmpty()
                    && (options.apiKeys().isEmpty() || options.apiKeys().contains(key));
        }

        private Function<Omissions, HttpAnswer> got(Supplier<ObjectNode> body) {
            if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
                return omissions -> plain(405, "405 method not allowed");
            }
            return omissions -> whole(body.get(), 0, "");
        }

        private Function<Omissions, HttpAnswer> posted(
                String type, Function<RequestFields, Function<Omissions, HttpAnswer>> reader) {
            if (!request.method().equals("POST")) {
                return omissions -> plain(405, "405 method not allowed");
            }
            return reader.apply(RequestFields.of(request.body(), type));
        }

        private Function<Omissions, HttpAnswer> chat(RequestFields body) {
            model = body.string("model");
            models.require(model);
            if (body.objects("messages", "api.Message").isEmpty()) {
                return memory(KeepAlive.of(body.get("keep_alive")));
            }
            ChatCall call = new ChatReader(body, models, traits).read();
            ChatRequest whole = call.prompt().request();
            ContextWindow window = new ContextWindow(call.window());
            ChatRequest kept = call.truncates() ? window.fit(whole) : whole;
            if (!call.truncates() && window.exceededBy(whole)) {
                throw OllamaError.invalid("the input length exceeds the context length");
            }
            Prompt seen = new Prompt(model, call.prompt().streaming(), kept);
            prompt = seen;
            return omissions -> {
                if (!kept.equals(whole) || window.exceededBy(kept)) {
                    truncations.incrementAndGet();
                }
                return answer(call, seen, omissions);
            };
        }

        /** Without messages a model is only loaded, or with nothing to keep it alive unloaded. */
        private Function<Omissions, HttpAnswer> memory(Duration keepAlive) {
            return omissions -> {
                if (keepAlive.isZero()) {
                    models.unload(model);
                } else {
                    models.load(model, keepAlive);
                }
                return whole(ChatAnswer.empty(model, keepAlive.isZero() ? "unload" : "load", clock), 0, model);
            };
        }

        private HttpAnswer answer(ChatCall call, Prompt seen, Omissions omissions) {
            List<String> tokens = PromptTokens.of(seen.request());
            Integer most = seen.request().maxOutputTokens();
            RateMeter.Refusal refusal =
                    rates.take(tokens.size() + (most == null ? 0L : most)).refusal();
            if (refusal != null) {
                throw new OllamaError(429, "too many concurrent requests");
            }
            Answer answer = new Obedience(constraint(seen.request()), this::callId).apply(think(call, seen), 0);
            boolean loading = models.load(model, call.keepAlive());
            if (call.keepAlive().isZero()) {
                models.unload(model);
            }
            ChatAnswer chat = new ChatAnswer(
                    call, answer, metrics(call, tokens, answer, loading ? LOADING : LOADED), clock, omissions);
            return seen.streaming()
                    ? streamed(chat.lines())
                    : whole(chat.whole(), answer.outputTokens(), answer.anyText());
        }

        /** A format leaves no room for calls: the grammar allows nothing but the JSON that was asked for. */
        private ChatRequest constraint(ChatRequest seen) {
            if (seen.outputFormat() == null) {
                return seen;
            }
            return traits.enforcesFormat()
                    ? seen.toBuilder().toolChoice(ToolChoice.NONE).build()
                    : seen.toBuilder().outputFormat(null).build();
        }

        private String callId() {
            String number = Integer.toString(calls.incrementAndGet(), 36).toLowerCase(Locale.ROOT);
            return "call_" + "0".repeat(Math.max(0, 8 - number.length())) + number;
        }

        /** The format constrains what comes out; the model never sees it. */
        private Reply think(ChatCall call, Prompt seen) {
            Prompt shown = new Prompt(
                    model,
                    seen.streaming(),
                    seen.request().toBuilder().outputFormat(null).build());
            Reply reply = state.reply(
                    shown,
                    () -> new OllamaError(
                            500,
                            "model runner has unexpectedly stopped, this may be due to resource"
                                    + " limitations or an internal error, check ollama server logs for details"));
            return call.thinks() ? reply : reply.withReasoning(null);
        }

        private Metrics metrics(ChatCall call, List<String> tokens, Answer answer, Duration load) {
            int cached = cache.lookUp(model, tokens);
            Usage told = answer.usage();
            Long prompt = Long.valueOf(Math.min(tokens.size(), call.window()));
            if (told != null && told.inputTokens() != null) {
                prompt = told.inputTokens();
            }
            if (traits.omitsCachedPrompts() && cached == tokens.size()) {
                prompt = null;
            }
            long written = told == null || told.outputTokens() == null ? answer.outputTokens() : told.outputTokens();
            return new Metrics(
                    load,
                    prompt,
                    pace.first().plusMillis(5),
                    written,
                    pace.token().multipliedBy(written).plusMillis(written),
                    traits.hosted());
        }

        private Function<Omissions, HttpAnswer> embed(RequestFields body) {
            model = body.string("model");
            models.require(model);
            return omissions -> {
                if (rates.take(0).refusal() != null) {
                    throw new OllamaError(429, "too many concurrent requests");
                }
                return whole(Embed.answer(body, traits.contextLength(), omissions), 1, model);
            };
        }

        private Function<Omissions, HttpAnswer> show(RequestFields body) {
            // The older name of the member is still taken.
            model = body.string("model").isEmpty() ? body.string("name") : body.string("model");
            models.require(model);
            return omissions -> whole(ModelCard.show(model, models.capabilities(model)), 0, model);
        }

        private Function<Omissions, HttpAnswer> pull(RequestFields body) {
            model = body.string("model").isEmpty() ? body.string("name") : body.string("model");
            if (model.isBlank()) {
                throw OllamaError.invalid("invalid model name");
            }
            boolean stream = !Boolean.FALSE.equals(body.bool("stream"));
            boolean there = traits.pullable().isEmpty()
                    || traits.pullable().stream()
                            .anyMatch(name -> ModelStore.full(name).equals(ModelStore.full(model)));
            return omissions -> {
                if (!stream) {
                    if (!there) {
                        throw new OllamaError(500, Pull.missing());
                    }
                    models.install(model);
                    return whole(Pull.status("success"), 0, "success");
                }
                return streamed(progress(there));
            };
        }

        /** The model is there when the last line says so. */
        private List<Piece> progress(boolean there) {
            List<Piece> pieces = new ArrayList<>();
            for (ObjectNode line : there ? Pull.progress(model) : Pull.failure()) {
                boolean last = line.path("status").asText().equals("success");
                pieces.add(new Piece(
                        last ? Role.FINISH : Role.CONTENT,
                        () -> {
                            if (last) {
                                models.install(model);
                            }
                            return Json.bytes(line);
                        },
                        NdjsonFraming.LINE,
                        line.path("status").asText()));
            }
            return pieces;
        }

        private HttpAnswer streamed(List<Piece> pieces) {
            return HttpAnswer.streamed(
                    Map.of("content-type", traits.hosted() ? "application/json" : "application/x-ndjson"), pieces);
        }

        private HttpAnswer whole(ObjectNode body, int tokens, String text) {
            return HttpAnswer.whole(200, JSON, tokens, Json.bytes(body), text);
        }

        private HttpAnswer plain(int status, String text) {
            return HttpAnswer.whole(status, TEXT, 0, text.getBytes(StandardCharsets.UTF_8), text);
        }
    }
}
