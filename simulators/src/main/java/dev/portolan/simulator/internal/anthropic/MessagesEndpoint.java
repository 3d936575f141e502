package dev.portolan.simulator.internal.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.portolan.simulator.internal.PromptTokens;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.SimulatorState;
import dev.portolan.simulator.internal.SseFraming;
import dev.portolan.simulator.internal.http.HttpHandler;
import dev.portolan.simulator.internal.http.HttpRequest;
import dev.portolan.simulator.internal.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What stands behind {@code POST /v1/messages}: checks the key, reads, asks the responder, writes. */
public final class MessagesEndpoint implements HttpHandler {

    private static final Map<String, String> JSON = Map.of("content-type", "application/json");

    /** How many tokens a model thinks that was told to, when the reply has no thoughts. */
    private static final int HIDDEN = 16;

    private final SimulatorState state;
    private final MessagesHost host;
    private final Pace pace;

    /**
     * The API of one simulator.
     *
     * @param options the pace
     * @param state the mind and the faults
     * @param host which host it is
     */
    public MessagesEndpoint(SimulatorOptions options, SimulatorState state, MessagesHost host) {
        this.state = state;
        this.host = host;
        this.pace = options.pace();
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return new Exchange(request).handle();
    }

    /** A refusal in the service's form. */
    static HttpAnswer answer(MessagesError error) {
        return HttpAnswer.whole(error.status(), JSON, 0, Json.bytes(error.body()), "");
    }

    /** One request and what is known of it so far. */
    private final class Exchange {
        private final HttpRequest request;
        private final Map<String, String> headers = host.headers();
        private @Nullable Prompt prompt;

        Exchange(HttpRequest request) {
            this.request = request;
        }

        /** What was understood is known before a fault is looked up, and the responder is asked only when none takes its place. */
        HttpResponse handle() {
            Function<Omissions, HttpAnswer> answer = understood();
            Fault fault = state.receive(
                    new ReceivedRequest(request.method(), request.path(), request.headers(), request.body(), prompt));
            return HttpFaults.answer(
                    fault,
                    host.errors(headers),
                    pace,
                    omissions -> refusing(() -> answer.apply(omissions)).with(headers));
        }

        private Function<Omissions, HttpAnswer> understood() {
            try {
                return read();
            } catch (MessagesError e) {
                return omissions -> answer(e);
            }
        }

        private HttpAnswer refusing(Supplier<HttpAnswer> answer) {
            try {
                return answer.get();
            } catch (MessagesError e) {
                return answer(e);
            }
        }

        private Function<Omissions, HttpAnswer> read() {
            HttpAnswer refusal = host.refusal(request);
            if (refusal != null) {
                return omissions -> refusal;
            }
            JsonNode body = Json.parse(request.body());
            if (body == null || !body.isObject()) {
                throw MessagesError.invalid("The request body is not valid JSON: expected an object");
            }
            if (body.path("model").asText().isEmpty()) {
                throw MessagesError.invalid("model: Field required");
            }
            if (body.has("anthropic_version") || body.has("anthropic_beta")) {
                throw MessagesError.invalid("anthropic_version: Extra inputs are not permitted");
            }
            String named = body.path("model").asText();
            MessagesCall call =
                    MessagesReader.read(body, named, body.path("stream").asBoolean(false));
            prompt = call.prompt();
            String model = host.model(named);
            if (model == null) {
                HttpAnswer none = host.noModel();
                return omissions -> none;
            }
            return omissions -> said(call, model, omissions);
        }

        private HttpAnswer said(MessagesCall call, String model, Omissions omissions) {
            Reply reply = call.spoken(
                    state.reply(call.prompt(), () -> new MessagesError(500, "api_error", "Internal server error")));
            Answer answer = new Obedience(call.prompt().request(), () -> MessagesAnswer.callId(""))
                    .apply(reply, call.thinks() ? HIDDEN : 0);
            MessagesAnswer message = new MessagesAnswer(
                    model, "", answer, PromptTokens.of(call.prompt().request()).size(), call.stopIn(reply), omissions);
            if (!call.prompt().streaming()) {
                return HttpAnswer.whole(
                        200, JSON, (int) message.outputTokens(), Json.bytes(message.whole()), answer.anyText());
            }
            List<Piece> pieces = new ArrayList<>();
            for (MessagesAnswer.Event event : message.events()) {
                pieces.add(new Piece(
                        event.role(),
                        () -> Json.bytes(event.json()),
                        SseFraming.event(event.type()),
                        event.json().path("delta").path("text").asText("")));
            }
            return HttpAnswer.streamed(Map.of("content-type", "text/event-stream; charset=utf-8"), pieces);
        }
    }
}
