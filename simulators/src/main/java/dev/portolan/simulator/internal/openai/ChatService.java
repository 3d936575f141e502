package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.Obedience;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.PrefixCache;
import dev.portolan.simulator.internal.PromptTokens;
import dev.portolan.simulator.internal.SimulatorState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Chat Completions without addresses, keys and limits: reads a request, asks the mind, writes the answer. Thread-safe. */
public final class ChatService {

    private final SimulatorState state;
    private final InstantSource clock;
    private final Ids ids;
    private final PrefixCache cache;
    private final Additions additions;

    ChatService(SimulatorState state, InstantSource clock, Ids ids, PrefixCache cache, Additions additions) {
        this.state = state;
        this.clock = clock;
        this.ids = ids;
        this.cache = cache;
        this.additions = additions;
    }

    /**
     * A service of its own, for a host that carries the format in its own messages.
     *
     * @param state the mind
     * @param clock tells when an answer was made
     * @param additions what the host adds to answers and knows in requests
     */
    public ChatService(SimulatorState state, InstantSource clock, Additions additions) {
        this(state, clock, new Ids(), new PrefixCache(1024, 128), additions);
    }

    /** A request that was understood. */
    public final class Asked {
        private final ChatCall call;

        private Asked(ChatCall call) {
            this.call = call;
        }

        /**
         * What is asked.
         *
         * @return the prompt
         */
        public Prompt prompt() {
            return call.prompt();
        }

        /**
         * Asks the mind and writes what it says.
         *
         * @param omissions what faults leave out
         * @param limits told how many tokens the request is worth before it is answered; throws where they are too many
         * @return the answer
         * @throws OpenAiError when the mind fails
         */
        public HttpAnswer answer(Omissions omissions, LongConsumer limits) {
            List<String> tokens = PromptTokens.of(prompt().request());
            Integer most = prompt().request().maxOutputTokens();
            limits.accept(tokens.size() + (most == null ? 0L : most));
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < call.choices(); i++) {
                answers.add(think(prompt(), call.model().model(), call.effort()));
            }
            Counts counts = Counts.of(tokens.size(), cache.lookUp(prompt().model(), tokens), answers);
            ChatCompletion completion = new ChatCompletion(
                    call, answers, counts, ids.completion(), clock.instant().getEpochSecond(), omissions, additions);
            return prompt().streaming()
                    ? HttpAnswer.streamed(Endpoints.EVENTS, completion.chunks())
                    : HttpAnswer.whole(
                            200,
                            Endpoints.JSON,
                            (int) counts.output(),
                            completion.whole(),
                            answers.get(0).anyText());
        }
    }

    /**
     * Reads a request.
     *
     * @param body its JSON
     * @param name the model's names
     * @return what was understood
     * @throws OpenAiError when something is wrong with it
     */
    public Asked read(JsonNode body, ModelName name) {
        return new Asked(ChatReader.read(new Fields(body, ""), name, additions.chatParameters()));
    }

    Answer think(Prompt asked, String model, @Nullable String effort) {
        Reply reply = state.reply(asked, OpenAiError::failed);
        return new Obedience(asked.request(), ids::call)
                .apply(reply, ModelTraits.of(model).reasoningTokens(effort));
    }
}
