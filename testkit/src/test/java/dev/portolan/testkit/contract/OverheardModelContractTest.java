package dev.portolan.testkit.contract;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.WireListener;
import dev.portolan.codec.JsonCodec;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Simulator;
import dev.portolan.spi.ForwardingChatModel;
import dev.portolan.spi.ForwardingChatStream;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A double that tells a listener what would be on its wire keeps the contract, the cases of listening included. */
class OverheardModelContractTest extends ChatModelContract {

    private final TestSimulator simulator = new TestSimulator();

    /** One exchange; a listener that fails is not listened to any more. */
    private static final class Told {
        private final WireListener.@Nullable Exchange exchange;
        private final AtomicBoolean over = new AtomicBoolean();

        Told(CallContext context, ChatRequest request) {
            this.exchange = begun(context.wireListener(), request);
        }

        private static WireListener.@Nullable Exchange begun(@Nullable WireListener listener, ChatRequest request) {
            try {
                byte[] body = JsonCodec.CHAT_REQUEST.toJson(request).getBytes(StandardCharsets.UTF_8);
                return listener == null ? null : listener.begin("CALL", "test:/chat", List.of(), body);
            } catch (IllegalStateException deaf) {
                return null;
            }
        }

        void piece(String text) {
            if (exchange != null) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                exchange.received(bytes, 0, bytes.length);
            }
        }

        void answered(int status) {
            if (exchange != null) {
                exchange.answered(status, List.of());
            }
        }

        void over(WireListener.End end, @Nullable Throwable failure) {
            if (exchange != null && over.compareAndSet(false, true)) {
                exchange.ended(end, failure);
            }
        }
    }

    private static final class Overheard extends ForwardingChatModel {
        Overheard(ChatModel quiet) {
            super(quiet);
        }

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            Told told = new Told(context, request);
            try {
                ChatResponse response = super.chat(request, context);
                told.answered(200);
                told.piece(response.text());
                told.over(WireListener.End.COMPLETE, null);
                return response;
            } catch (LlmException e) {
                told.answered(e.status() == null ? 500 : e.status());
                told.over(WireListener.End.COMPLETE, null);
                throw e;
            }
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            return new ForwardingChatStream(super.stream(request, context)) {
                private @Nullable Told told;

                @Override
                protected ChatEvent pull() {
                    Told now = told == null ? new Told(context, request) : told;
                    boolean first = told == null;
                    told = now;
                    try {
                        ChatEvent event = super.pull();
                        if (first) {
                            now.answered(200);
                        }
                        if (event instanceof ChatEvent.TextDelta delta) {
                            now.piece(delta.text());
                        } else if (event instanceof ChatEvent.Completed) {
                            now.over(WireListener.End.COMPLETE, null);
                        }
                        return event;
                    } catch (LlmException e) {
                        if (first) {
                            now.answered(e.status() == null ? 500 : e.status());
                        }
                        now.over(first ? WireListener.End.COMPLETE : WireListener.End.BROKEN, first ? null : e);
                        throw e;
                    }
                }

                @Override
                protected void abort() {
                    super.abort();
                    if (told != null) {
                        told.over(WireListener.End.LEFT, null);
                    }
                }
            };
        }
    }

    @Override
    protected String name() {
        return "test-overheard";
    }

    @Override
    protected String model() {
        return "test-model";
    }

    @Override
    protected ProviderConnection connect(String apiKey) {
        ProviderConnection quiet = simulator.connect();
        return new ProviderConnection() {
            @Override
            public ChatModel chatModel(ModelSettings settings) {
                return new Overheard(quiet.chatModel(settings));
            }

            @Override
            public EmbeddingModel embeddingModel(ModelSettings settings) {
                return quiet.embeddingModel(settings);
            }

            @Override
            public void close() {
                quiet.close();
            }
        };
    }

    @Override
    protected Simulator simulator() {
        return simulator;
    }

    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(WireFeature.REQUEST_IDS, WireFeature.RATE_LIMITS, WireFeature.PLAIN_KEYS);
    }
}
