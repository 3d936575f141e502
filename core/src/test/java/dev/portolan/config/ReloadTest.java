package dev.portolan.config;

import static dev.portolan.config.FakeProvider.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.ModelNotFound;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReloadTest {

    @TempDir
    private Path folder;

    private final FakeProvider fake = new FakeProvider();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private Path file;
    private int writes;

    @BeforeEach
    void oneModel() throws Exception {
        file = folder.resolve("app.properties");
        configure("portolan.models.a.provider=fake", "portolan.models.a.model=old");
    }

    private void configure(String... lines) throws Exception {
        Files.write(file, List.of(lines));
        // two writes may fall into one tick of the file system's clock
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000L + writes++)));
    }

    private void configureNew() throws Exception {
        configure("portolan.models.a.provider=fake", "portolan.models.a.model=new");
    }

    private Portolan.Builder builder() {
        return Portolan.builder().isolated().extension(fake).file(file).reloadListener(new ReloadListener() {
            @Override
            public void reloaded(Set<String> names) {
                heard.add("reloaded " + names);
            }

            @Override
            public void failed(RuntimeException cause) {
                heard.add("failed " + cause.getClass().getSimpleName());
            }
        });
    }

    @Test
    void aHandleUsesTheNewConfigurationForNewCalls() throws Exception {
        try (Portolan portolan = builder().build()) {
            ChatModel model = portolan.chatModel("a");
            assertThat(model.chat(request()).text()).isEqualTo("old@fake");
            configureNew();

            portolan.reload();

            assertThat(fake.connections.get(0).closed).isEqualTo(1);
            assertThat(model.chat(request()).text()).isEqualTo("new@fake");
            assertThat(heard).containsExactly("reloaded [a]");
        }
        assertThat(fake.connections).hasSize(2).allMatch(connection -> connection.closed == 1);
    }

    @Test
    void aCallInFlightFinishesOnTheOldConfigurationWhichIsThenClosed() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try (Portolan portolan = builder().build()) {
            fake.duringCall = () -> {
                called.countDown();
                waitFor(answer);
            };
            Future<String> text =
                    caller.submit(() -> portolan.chatModel("a").chat(request()).text());
            waitFor(called);
            configureNew();

            portolan.reload();

            assertThat(fake.connection().closed).isZero();
            answer.countDown();
            assertThat(text.get()).isEqualTo("old@fake");
            assertThat(fake.connection().closed).isEqualTo(1);
        } finally {
            caller.shutdown();
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aStreamHoldsTheOldConfigurationUntilItsLastEvent() throws Exception {
        try (Portolan portolan = builder().build();
                ChatStream stream = portolan.chatModel("a").stream(request())) {
            assertThat(stream.next()).isInstanceOf(ChatEvent.TextDelta.class);
            portolan.reload();
            assertThat(stream.next()).isInstanceOf(ChatEvent.TextDelta.class);
            assertThat(fake.connection().closed).isZero();

            assertThat(stream.response().text()).isEqualTo("old");

            assertThat(fake.connection().closed).isEqualTo(1);
        }
        assertThat(fake.connection().closed).isEqualTo(1);
    }

    @Test
    void aStreamHoldsTheOldConfigurationUntilItIsClosed() throws Exception {
        try (Portolan portolan = builder().build()) {
            ChatStream stream = portolan.chatModel("a").stream(request());
            stream.next();
            portolan.reload();
            assertThat(fake.connection().closed).isZero();
            stream.close();
            assertThat(fake.connection().closed).isEqualTo(1);
        }
    }

    @Test
    void aStreamHoldsTheOldConfigurationUntilItFails() throws Exception {
        try (Portolan portolan = builder().build()) {
            ChatStream stream = portolan.chatModel("a").stream(request());
            portolan.reload();
            fake.duringCall = () -> {
                throw new IllegalStateException("reset");
            };
            assertThatThrownBy(stream::next).hasMessage("reset");
            assertThat(fake.connection().closed).isEqualTo(1);
        }
    }

    @Test
    void aStreamClosedDuringAPullHoldsOnUntilThePullHasEnded() throws Exception {
        CountDownLatch pulling = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (Portolan portolan = builder().build()) {
            ChatStream stream = portolan.chatModel("a").stream(request());
            portolan.reload();
            fake.duringCall = () -> {
                pulling.countDown();
                waitFor(closed);
            };
            CompletableFuture<ChatEvent> pull = CompletableFuture.supplyAsync(stream::next);
            waitFor(pulling);

            stream.close();

            assertThat(fake.connection().closed).isZero();
            closed.countDown();
            assertThat(pull.handle((event, error) -> "over").get()).isEqualTo("over");
            assertThat(fake.connection().closed).isEqualTo(1);
        }
    }

    @Test
    void aDroppedStreamGivesItsConfigurationBackWhenItIsCollected() throws Exception {
        try (Portolan portolan = builder().build()) {
            WeakReference<ChatStream> dropped = dropAStream(portolan);
            portolan.reload();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                System.gc();
                return dropped.get() == null && fake.connection().closed == 1;
            });
        }
    }

    private static WeakReference<ChatStream> dropAStream(Portolan portolan) {
        ChatStream stream = portolan.chatModel("a").stream(request());
        stream.next();
        return new WeakReference<>(stream);
    }

    @Test
    void aBadConfigurationIsRefusedAndTheOldOneStays() throws Exception {
        try (Portolan portolan = builder().build()) {
            ChatModel model = portolan.chatModel("a");
            configure("portolan.models.a.provider=nobody");

            assertThatThrownBy(portolan::reload).isInstanceOf(ConfigurationException.class);

            assertThat(model.chat(request()).text()).isEqualTo("old@fake");
            assertThat(heard).containsExactly("failed ConfigurationException");
        }
    }

    @Test
    void aNameThatIsGoneIsToldAtTheCall() throws Exception {
        try (Portolan portolan = builder().build()) {
            ChatModel chat = portolan.chatModel("a");
            var embedding = portolan.embeddingModel("a");
            configure("portolan.models.b.provider=fake", "portolan.models.b.model=m");
            portolan.reload();

            assertThatThrownBy(() -> chat.chat(request()))
                    .isInstanceOf(ModelNotFound.class)
                    .hasMessageContaining("\"a\"")
                    .hasMessageContaining("[b]");
            assertThatThrownBy(() -> chat.stream(request())).isInstanceOf(ModelNotFound.class);
            assertThatThrownBy(embedding::info).isInstanceOf(ModelNotFound.class);
        }
    }

    @Test
    void aFileThatIsEmptyAllAtOnceTakesNoModelsAway() throws Exception {
        try (Portolan portolan = builder().build()) {
            ChatModel model = portolan.chatModel("a");
            Files.writeString(file, " \n");

            assertThatThrownBy(portolan::reload)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("app.properties")
                    .hasMessageContaining("is empty now");

            assertThat(model.chat(request()).text()).isEqualTo("old@fake");
            assertThat(heard).containsExactly("failed ConfigurationException");
            configureNew();
            portolan.reload();
            assertThat(model.chat(request()).text()).isEqualTo("new@fake");
        }
    }

    @Test
    void aFileThatSaysThatItIsEmptyIsTakenAtItsWord() throws Exception {
        try (Portolan portolan = builder().build()) {
            configure("# nothing any more");

            portolan.reload();

            assertThat(portolan.names()).isEmpty();
        }
    }

    @Test
    void aFileThatWasAlwaysEmptyMayStaySo() throws Exception {
        Files.writeString(file, "");
        try (Portolan portolan = builder().build()) {
            portolan.reload();

            assertThat(portolan.names()).isEmpty();
        }
    }

    @Test
    void aClosedPortolanTakesNoMoreCalls() {
        Portolan portolan = builder().build();
        ChatModel model = portolan.chatModel("a");
        portolan.close();
        portolan.close();

        assertThatThrownBy(() -> model.chat(request()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> portolan.chatModel("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(portolan::reload).isInstanceOf(IllegalStateException.class);
        assertThat(portolan.names()).isEmpty();
    }

    @Test
    void closingWaitsForCallsInFlight() throws Exception {
        Portolan portolan = builder().build();
        ChatStream stream = portolan.chatModel("a").stream(request());
        stream.next();
        CompletableFuture<Boolean> drained =
                CompletableFuture.supplyAsync(() -> portolan.close(Duration.ofSeconds(30)));
        await().until(() -> portolan.names().isEmpty());
        assertThat(fake.connection().closed).isZero();

        stream.response();

        assertThat(drained.get()).isTrue();
        assertThat(fake.connection().closed).isEqualTo(1);
    }

    @Test
    void closingDoesNotWaitForEver() {
        Portolan portolan = builder().build();
        ChatStream stream = portolan.chatModel("a").stream(request());
        stream.next();

        assertThat(portolan.close(Duration.ZERO)).isFalse();

        assertThat(fake.connection().closed).isEqualTo(1);
        stream.close();
        assertThat(fake.connection().closed).isEqualTo(1);
    }

    @Test
    void closingWaitsForOldConfigurationsToo() {
        Portolan portolan = builder().build();
        ChatStream stream = portolan.chatModel("a").stream(request());
        portolan.reload();
        assertThat(portolan.close(Duration.ZERO)).isFalse();
        stream.close();
    }

    @Test
    void anInterruptEndsTheWaiting() {
        Portolan portolan = builder().build();
        ChatStream stream = portolan.chatModel("a").stream(request());
        Thread.currentThread().interrupt();

        assertThat(portolan.close(Duration.ofHours(1))).isFalse();

        assertThat(Thread.interrupted()).isTrue();
        stream.close();
    }

    @Test
    void aConnectionThatCannotBeClosedDoesNotKeepTheOthersOpen() {
        FakeProvider stubborn = new FakeProvider("stubborn") {
            @Override
            public dev.portolan.spi.ProviderConnection connect(String name, dev.portolan.spi.Settings settings) {
                return new dev.portolan.spi.ProviderConnection() {
                    @Override
                    public ChatModel chatModel(dev.portolan.spi.ModelSettings model) {
                        return new FakeProvider().connect(name, settings).chatModel(model);
                    }

                    @Override
                    public dev.portolan.embedding.EmbeddingModel embeddingModel(dev.portolan.spi.ModelSettings model) {
                        throw new IllegalArgumentException("no embeddings");
                    }

                    @Override
                    public void close() {
                        throw new IllegalStateException("stuck");
                    }
                };
            }
        };
        Portolan portolan = builder()
                .extension(stubborn)
                .properties(FakeProvider.model("s", "stubborn", "m"))
                .build();
        portolan.chatModel("s").chat(request());
        portolan.chatModel("a").chat(request());

        assertThat(portolan.close(Duration.ofSeconds(5))).isTrue();

        assertThat(fake.connection().closed).isEqualTo(1);
    }

    @Test
    void aWatchedFileIsReloadedWhenItChangesAndWhenItIsMended() throws Exception {
        try (Portolan portolan = builder().watch(Duration.ofMillis(20)).build()) {
            ChatModel model = portolan.chatModel("a");
            configureNew();
            await().until(() -> model.chat(request()).text().equals("new@fake"));

            configure("portolan.models.a.provider=nobody");
            await().until(() -> heard.contains("failed ConfigurationException"));
            assertThat(model.chat(request()).text()).isEqualTo("new@fake");

            configure("portolan.models.a.provider=fake", "portolan.models.a.model=mended");
            await().until(() -> model.chat(request()).text().equals("mended@fake"));
        }
    }

    @Test
    void aFileThatIsBeingWrittenIsNotReadYet() throws Exception {
        try (Portolan portolan = builder().watch(Duration.ofMillis(250)).build()) {
            ChatModel model = portolan.chatModel("a");
            for (int i = 0; i < 60; i++) {
                configure();
                Thread.sleep(10);
            }
            configureNew();
            await().until(() -> model.chat(request()).text().equals("new@fake"));
        }
        assertThat(heard).containsExactly("reloaded [a]");
    }

    @Test
    void theWatchNeedsAnInterval() {
        assertThatThrownBy(() -> builder().watch(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reloadsUnderLoadLoseNoCallAndCloseEveryConnection() throws Exception {
        Portolan portolan = builder().build();
        ChatModel model = portolan.chatModel("a");
        ExecutorService callers = Executors.newFixedThreadPool(8);
        List<Future<Integer>> done = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 8; i++) {
            done.add(callers.submit(() -> {
                int answered = 0;
                for (int call = 0; call < 500; call++) {
                    try (ChatStream stream = model.stream(request())) {
                        answered += stream.response().text().equals("old") ? 1 : 0;
                    }
                }
                return answered;
            }));
        }
        for (int i = 0; i < 200; i++) {
            portolan.reload();
        }
        for (Future<Integer> answered : done) {
            assertThat(answered.get()).isEqualTo(500);
        }
        callers.shutdown();
        assertThat(portolan.close(Duration.ofSeconds(5))).isTrue();
        assertThat(fake.connections).isNotEmpty().allMatch(connection -> connection.closed == 1);
    }
}
