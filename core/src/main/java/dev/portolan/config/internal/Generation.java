package dev.portolan.config.internal;

import dev.portolan.chat.ChatModel;
import dev.portolan.config.ConfigurationException;
import dev.portolan.config.ModelDescription;
import dev.portolan.config.Problem;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.LoadListener;
import dev.portolan.spi.PromptedChatModel;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of one load, connected when they are first called. Counts the calls that run on it; when it is retired and the
 * last of them has ended, its connections are closed.
 */
final class Generation {

    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    private final Map<String, Lazy<ChatModel>> chatModels = new TreeMap<>();
    private final Map<String, Lazy<EmbeddingModel>> embeddingModels = new TreeMap<>();
    private final Map<String, Lazy<ProviderConnection>> connections = new HashMap<>();
    private final Set<String> routers = new TreeSet<>();
    private final Map<String, Plan.Model> planned;

    /** Calls in flight, and one more while the generation is in force. */
    private final AtomicLong holders = new AtomicLong(1);

    private final AtomicBoolean retired = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    Generation(Plan plan, Inputs inputs) {
        inputs.chatModels().forEach((name, model) -> chatModels.put(name, new Lazy<>(() -> model)));
        inputs.embeddingModels().forEach((name, model) -> embeddingModels.put(name, new Lazy<>(() -> model)));
        planned = plan.models();
        planned.values().forEach(this::add);
    }

    private void add(Plan.Model model) {
        String name = model.name();
        if (model instanceof Plan.Direct direct) {
            Plan.Connection to = direct.connection();
            Lazy<ProviderConnection> connection = connections.computeIfAbsent(
                    to.name(),
                    n -> new Lazy<>(() -> fitting(
                            Keys.PROVIDERS + to.name(), () -> to.provider().connect(to.name(), to.settings()))));
            chatModels.put(name, new Lazy<>(() -> {
                ChatModel answering =
                        fitting(Keys.MODELS + name, () -> connection.get().chatModel(direct.settings()));
                ChatModel prompted = new PromptedChatModel(decorated(direct, answering), answering);
                return TimedChatModel.around(prompted, direct.settings().timeout());
            }));
            embeddingModels.put(
                    name,
                    new Lazy<>(() ->
                            fitting(Keys.MODELS + name, () -> connection.get().embeddingModel(direct.settings()))));
        } else if (model instanceof Plan.Routed routed) {
            routers.add(name);
            chatModels.put(name, new Lazy<>(() -> decorated(routed, fitting(Keys.MODELS + name, () -> route(routed)))));
        }
    }

    private ChatModel route(Plan.Routed routed) {
        return routed.router().route(routed.name(), routed.settings(), target -> {
            if (!routed.targets().contains(target)) {
                throw new IllegalArgumentException("The router \"" + routed.name() + "\" asked for \"" + target
                        + "\", which is none of its targets");
            }
            return new LeasedChatModel(target, this::lease);
        });
    }

    private ChatModel decorated(Plan.Model model, ChatModel inner) {
        ChatModel decorated = inner;
        DecoratorProvider.Subject subject = subject(model);
        List<Plan.Decoration> outermostFirst = model.decorations();
        for (int i = outermostFirst.size() - 1; i >= 0; i--) {
            Plan.Decoration decoration = outermostFirst.get(i);
            ChatModel around = decorated;
            decorated = fitting(
                    Keys.MODELS + model.name() + "." + decoration.provider().id(),
                    () -> decoration.provider().decorate(around, subject, decoration.settings()));
        }
        return decorated;
    }

    private DecoratorProvider.Subject subject(Plan.Model model) {
        if (model instanceof Plan.Direct direct) {
            return new DecoratorProvider.Subject(
                    direct.name(), loaded(direct), shown(direct.connection().settings()), List.of());
        }
        List<String> handmade = model instanceof Plan.Routed routed
                ? routed.targets().stream()
                        .filter(target -> !planned.containsKey(target))
                        .toList()
                : List.of();
        return DecoratorProvider.Subject.router(model.name(), handmade);
    }

    /** What an extension finds wrong with its settings when it is first used is a mistake in the configuration. */
    private static <T> T fitting(String key, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            ConfigurationException unfit = new ConfigurationException(
                    List.of(new Problem(null, null, key, String.valueOf(e.getMessage()), null, null)));
            unfit.initCause(e);
            throw unfit;
        }
    }

    /** What the configuration says of a name that it has. */
    ModelDescription describe(String name) {
        Plan.Model model = planned.get(name);
        if (model instanceof Plan.Direct direct) {
            Plan.Connection to = direct.connection();
            return new ModelDescription(
                    name,
                    to.provider().id(),
                    to.name(),
                    direct.settings().model(),
                    List.of(),
                    shown(to.settings()),
                    secrets(to.settings()));
        } else if (model instanceof Plan.Routed routed) {
            return new ModelDescription(
                    name,
                    routed.router().id(),
                    null,
                    null,
                    routed.targets(),
                    shown(routed.settings()),
                    secrets(routed.settings()));
        }
        return ModelDescription.byHand(name);
    }

    static SortedMap<String, String> shown(Settings settings) {
        return settings instanceof CheckedSettings checked ? checked.shown() : new TreeMap<>();
    }

    private static SortedSet<String> secrets(Settings settings) {
        return settings instanceof CheckedSettings checked ? checked.secrets() : new TreeSet<>();
    }

    /** What is told to those who listen for loads. */
    List<LoadListener.LoadedModel> loaded() {
        return planned.values().stream()
                .filter(Plan.Direct.class::isInstance)
                .map(Plan.Direct.class::cast)
                .map(Generation::loaded)
                .toList();
    }

    private static LoadListener.LoadedModel loaded(Plan.Direct direct) {
        return new LoadListener.LoadedModel(
                direct.name(),
                direct.connection().provider().id(),
                direct.connection().name(),
                direct.settings().model(),
                direct.settings().baseModel(),
                shown(direct.connection().settings()).get("base-url"));
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>(chatModels.keySet());
        names.addAll(embeddingModels.keySet());
        return names;
    }

    boolean hasChat(String name) {
        return chatModels.containsKey(name);
    }

    boolean hasEmbedding(String name) {
        return embeddingModels.containsKey(name);
    }

    boolean routes(String name) {
        return routers.contains(name);
    }

    ChatModel chatModel(String name) {
        return made(chatModels.get(name), name);
    }

    EmbeddingModel embeddingModel(String name) {
        return made(embeddingModels.get(name), name);
    }

    private <T> T made(@Nullable Lazy<T> model, String name) {
        if (model == null) {
            throw LlmException.of(
                    ErrorKind.MODEL_NOT_FOUND,
                    ErrorDetails.builder("The configuration in force has no such model behind the name \"" + name
                                    + "\" any more; it has " + names())
                            .build(),
                    null);
        }
        return model.get();
    }

    /** Holds the generation for a call; {@code null} when it is retired and its last call has ended. */
    @Nullable
    Lease tryLease() {
        long before = holders.getAndUpdate(n -> n > 0 ? n + 1 : n);
        return before > 0 ? new Lease(this) : null;
    }

    /** Holds the generation for a call that its own router makes. */
    private Lease lease() {
        Lease lease = tryLease();
        if (lease == null) {
            throw new IllegalStateException("The configuration that this router belongs to is closed");
        }
        return lease;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            closeConnections();
        }
    }

    /** No longer in force: closes when the last call ends. */
    void retire() {
        if (retired.compareAndSet(false, true)) {
            release();
        }
    }

    /** Closes at once, whatever is in flight. */
    void closeConnections() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        connections.forEach((name, connection) -> {
            ProviderConnection open = connection.peek();
            if (open != null) {
                try {
                    open.close();
                } catch (RuntimeException e) {
                    // The others are to be closed all the same, and whoever ended the last call is not to blame.
                    LOG.warn("The connection {} could not be closed", name, e);
                }
            }
        });
        closed.countDown();
    }

    CountDownLatch closed() {
        return closed;
    }
}
