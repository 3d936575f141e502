package dev.portolan.routing.drill;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.config.ModelDescription;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Proves that the fallback answers, before an outage does. For each router of a configuration each target is made to fail in turn, and
 * another one must answer a small request really: by its own provider, key and region. A target that never came to answer is then asked
 * with all others failing.
 *
 * <pre>{@code
 * FallbackDrill drill = FallbackDrill.builder().build();
 * try (Portolan portolan = Portolan.builder().extension(drill.extension()).build()) {
 *     DrillReport report = drill.run(portolan);
 * }
 * }</pre>
 *
 * <p>A target fails by a decorator of its own, which refuses the drill's calls before anything is sent. No vendor is disturbed, and calls
 * of others pass, so that a drill may run beside them. The calls carry tags beginning with {@code portolan-drill}, by which listeners can
 * tell them apart. A hundred tokens or so are paid for each step. Thread-safe.
 */
public final class FallbackDrill {

    /** Room for a model that thinks; the answer is a word. */
    private static final int FEW_TOKENS = 256;

    private final ChatRequest request;
    private final Duration timeout;
    private final boolean streams;
    private final PriceSource prices;
    private final ConcurrentMap<String, List<String>> answers = new ConcurrentHashMap<>();

    private FallbackDrill(Builder builder) {
        this.request = builder.request;
        this.timeout = builder.timeout;
        this.streams = builder.streams;
        this.prices = builder.prices;
    }

    /**
     * Starts with a request of a few tokens, 30 seconds for each, and streams.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What makes targets fail; to be given to the {@link Portolan.Builder#extension configuration} that is drilled.
     *
     * @return the decorator of this drill
     */
    public DecoratorProvider extension() {
        return new Extension();
    }

    /**
     * Makes a model that was put in by hand, which no decorator stands around, one that can be drilled.
     *
     * @param name the name it is put in by
     * @param model the model
     * @return what to put in in its place
     */
    public ChatModel around(String name, ChatModel model) {
        return new Refusing(model, name, this::answered);
    }

    private void answered(String call, String name) {
        List<String> names = answers.get(call);
        if (names != null) {
            names.add(name);
        }
    }

    /**
     * Drills all routers.
     *
     * @param portolan loaded with this drill's {@link #extension}
     * @return what was found
     */
    public DrillReport run(Portolan portolan) {
        List<String> routers = new ArrayList<>();
        for (String name : portolan.names()) {
            if (!portolan.describe(name).targets().isEmpty()) {
                routers.add(name);
            }
        }
        return run(portolan, routers);
    }

    /**
     * Drills some routers.
     *
     * @param portolan loaded with this drill's {@link #extension}
     * @param routers their names
     * @return what was found
     * @throws IllegalArgumentException when a name is not known, or none of a router
     */
    public DrillReport run(Portolan portolan, List<String> routers) {
        List<RouterDrill> drilled = new ArrayList<>();
        for (String name : routers) {
            ModelDescription description = portolan.describe(name);
            if (description.targets().isEmpty()) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" is no router, so there is nothing to fall back to");
            }
            drilled.add(new DrillSession(this, portolan, description).run());
        }
        return new DrillReport(drilled);
    }

    ChatRequest request() {
        return request;
    }

    Duration timeout() {
        return timeout;
    }

    boolean streams() {
        return streams;
    }

    PriceSource prices() {
        return prices;
    }

    /** Begins to listen for the answers of a call. */
    void listen(String call) {
        answers.put(call, new CopyOnWriteArrayList<>());
    }

    /** Who answered a call, in order, innermost first; ends the listening. */
    List<String> heard(String call) {
        return Objects.requireNonNullElse(answers.remove(call), List.of());
    }

    private final class Extension implements DecoratorProvider {

        @Override
        public String id() {
            return "fallback-drill";
        }

        @Override
        public int spiVersion() {
            return Spi.VERSION;
        }

        @Override
        public Position position() {
            return Position.TELEMETRY;
        }

        @Override
        public boolean aroundRouters() {
            return true;
        }

        @Override
        public List<SettingSpec> settings() {
            return List.of();
        }

        @Override
        public ChatModel decorate(ChatModel model, String name, Settings settings) {
            return around(name, model);
        }
    }

    /** Collects how a drill is made. Not thread-safe. */
    public static final class Builder {
        private ChatRequest request = ChatRequest.builder()
                .user("Answer with the word ready.")
                .maxOutputTokens(FEW_TOKENS)
                .build();
        private Duration timeout = Duration.ofSeconds(30);
        private boolean streams = true;
        private PriceSource prices = (provider, model) -> null;

        private Builder() {}

        /**
         * Sets what is asked.
         *
         * @param value best a small request with the tools, the schema and the media that the application uses, so that gaps are found
         * @return this builder
         */
        public Builder request(ChatRequest value) {
            this.request = Objects.requireNonNull(value, "request");
            return this;
        }

        /**
         * Sets how long each step may take.
         *
         * @param value more than zero
         * @return this builder
         */
        public Builder timeout(Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException("timeout must be more than zero");
            }
            this.timeout = value;
            return this;
        }

        /**
         * Sets whether streams are asked for as well.
         *
         * @param value false for calls alone
         * @return this builder
         */
        public Builder streams(boolean value) {
            this.streams = value;
            return this;
        }

        /**
         * Sets what models cost.
         *
         * @param value the prices; none by default, so that costs are not known
         * @return this builder
         */
        public Builder prices(PriceSource value) {
            this.prices = Objects.requireNonNull(value, "prices");
            return this;
        }

        /**
         * Builds the drill.
         *
         * @return the drill
         */
        public FallbackDrill build() {
            return new FallbackDrill(this);
        }
    }
}
