package dev.portolan.routing.catalog.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.portolan.routing.catalog.CatalogOverlay;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.SmallCatalog;
import dev.portolan.routing.catalog.update.RefreshOutcome.Cause;
import dev.portolan.routing.catalog.update.RefreshOutcome.Failed;
import dev.portolan.routing.catalog.update.RefreshOutcome.Refused;
import dev.portolan.routing.catalog.update.RefreshOutcome.Unchanged;
import dev.portolan.routing.catalog.update.RefreshOutcome.Updated;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogRefreshTest {

    @TempDir
    Path folder;

    private HttpServer server;
    private final List<HttpExchange> asked = new ArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);

    private volatile byte[] body = new byte[0];
    private volatile int status = 200;
    private volatile boolean stalling;
    private volatile String location = "";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void close() {
        done.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(exchange);
            if (stalling) {
                done.await();
                return;
            }
            if (!location.isEmpty() && exchange.getRequestURI().getPath().equals("/moved")) {
                exchange.getResponseHeaders().set("Location", location);
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            String etag = "\"" + LastGoodCopy.sha256(body).substring(0, 8) + "\"";
            if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            exchange.getResponseHeaders().set("ETag", etag);
            exchange.getResponseHeaders().set("Last-Modified", "Sat, 21 Nov 2026 10:00:00 GMT");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    private CatalogRefresh.Builder refresh() {
        return CatalogRefresh.builder(address("/catalog.json?token=secret"))
                .base(SmallCatalog.catalog())
                .timeout(Duration.ofSeconds(10));
    }

    private static byte[] bytes(ModelCatalog catalog) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        catalog.write(out);
        return out.toByteArray();
    }

    /** A day newer, with an overlay's changes for what the vendor changed. */
    private static ModelCatalog newer(String changes) {
        return SmallCatalog.catalog().with(CatalogOverlay.of(changes, "vendor.yaml")).toBuilder()
                .version("2026.11.22")
                .asOf(SmallCatalog.DAY.plusDays(1))
                .build();
    }

    private static String price(String input) {
        return "offers: {azure: {gpt-4o-mini: {pricing: {base: {input: \"" + input + "\"}}}}}";
    }

    @Test
    void newerFactsComeInForceWithTheirChangesTold() throws IOException {
        body = bytes(newer(price("0.12")));
        CatalogRefresh refresh = refresh().build();
        assertThat(asked).isEmpty();

        RefreshOutcome outcome = refresh.refresh();

        assertThat(outcome).asInstanceOf(type(Updated.class)).satisfies(updated -> {
            assertThat(updated.copyProblem()).isNull();
            assertThat(updated.diff().text()).contains("azure/gpt-4o-mini: input 0.15 -> 0.12 (-20 %)");
        });
        assertThat(refresh.catalog().version()).isEqualTo("2026.11.22");
    }

    @Test
    void aServerThatHasNothingNewerIsAskedOnceForTheBody() throws IOException {
        body = bytes(newer(price("0.12")));
        CatalogRefresh refresh = refresh().build();
        refresh.refresh();

        assertThat(refresh.refresh()).isEqualTo(new Unchanged("the server has nothing newer"));
        assertThat(asked.get(1).getRequestHeaders().getFirst("If-Modified-Since"))
                .contains("21 Nov 2026");
        assertThat(asked.get(0).getRequestHeaders()).doesNotContainKey("If-None-Match");
    }

    @Test
    void theSameVersionAgainIsNoChange() throws IOException {
        body = bytes(SmallCatalog.catalog());

        assertThat(refresh().build().refresh()).isEqualTo(new Unchanged("version 2026.11.21 is in force already"));
    }

    @Test
    void compressedFactsAreReadToo() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes(newer(price("0.12"))));
        }
        body = packed.toByteArray();

        assertThat(refresh().sha256(LastGoodCopy.sha256(body)).build().refresh())
                .isInstanceOf(Updated.class);
    }

    @Test
    void theCopyServesTheNextStartAndItsValidatorsToo() throws IOException {
        Path copy = folder.resolve("new/catalog.json");
        body = bytes(newer(price("0.12")));
        refresh().copy(copy).build().refresh();

        CatalogRefresh next = refresh().copy(copy).build();
        assertThat(next.catalog().version()).isEqualTo("2026.11.22");
        assertThat(next.refresh()).isInstanceOf(Unchanged.class);
        assertThat(Files.readAllBytes(copy)).isEqualTo(body);
        try (Stream<Path> files = Files.list(folder.resolve("new"))) {
            assertThat(files).hasSize(2);
        }

        Files.writeString(copy, "{}");
        assertThat(refresh().copy(copy).build().catalog().version()).isEqualTo("2026.11.21");
    }

    @Test
    void validatorsOfAnotherFileAreNotUsed() throws IOException {
        Path copy = folder.resolve("catalog.json");
        body = bytes(newer(price("0.12")));
        refresh().copy(copy).build().refresh();
        newer(price("0.13")).write(copy);
        asked.clear();

        refresh().copy(copy).build().refresh();

        assertThat(asked.get(0).getRequestHeaders()).doesNotContainKey("If-None-Match");
    }

    @Test
    void aCopyThatCannotBeWrittenIsToldAndTheFactsAreInForceStill() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        body = bytes(newer(price("0.12")));
        CatalogRefresh refresh = refresh().copy(file.resolve("catalog.json")).build();

        assertThat(refresh.refresh())
                .asInstanceOf(type(Updated.class))
                .extracting(Updated::copyProblem)
                .isNotNull();
        assertThat(refresh.catalog().version()).isEqualTo("2026.11.22");
    }

    @Test
    void pricesThatJumpAreNotBelieved() throws IOException {
        body = bytes(newer(price("15")));
        CatalogRefresh refresh = refresh().build();

        assertThat(refresh.refresh())
                .asInstanceOf(type(Refused.class))
                .satisfies(refused -> assertThat(refused.reasons())
                        .containsExactly("1 prices moved by more than 10 times: azure/gpt-4o-mini input 0.15 -> 15"));
        assertThat(refresh.catalog().version()).isEqualTo("2026.11.21");

        body = bytes(newer(price("0.0001")));
        assertThat(refresh.refresh()).isInstanceOf(Refused.class);
        body = bytes(newer(price("1.5")));
        assertThat(refresh.refresh()).isInstanceOf(Updated.class);
    }

    @Test
    void offersThatVanishAndOlderFactsAreNotBelieved() throws IOException {
        body = bytes(newer("offers: {azure: {gpt-4o: null}}"));
        assertThat(refresh().build().refresh())
                .asInstanceOf(type(Refused.class))
                .extracting(Refused::reasons)
                .asString()
                .contains("1 of 4 offers are gone, more than 20 per cent: azure/gpt-4o");
        assertThat(refresh().mostVanished(25).build().refresh()).isInstanceOf(Updated.class);

        body = bytes(SmallCatalog.builder()
                .version("old")
                .asOf(SmallCatalog.DAY.minusDays(1))
                .build());
        assertThat(refresh().build().refresh())
                .asInstanceOf(type(Refused.class))
                .extracting(Refused::reasons)
                .asString()
                .contains("it is of 2026-11-20, older than the 2026-11-21 in force");
    }

    @Test
    void overlaysLieOverWhateverIsInForceAndRefuseWhatTheyCannotLieOver() throws IOException {
        CatalogOverlay overlay = CatalogOverlay.of("deployments: {azure: {prod: gpt-4o}}", "acme.yaml");
        CatalogRefresh refresh = refresh().overlay(overlay).mostVanished(50).build();
        body = bytes(newer(price("0.12")));

        assertThat(refresh.refresh()).isInstanceOf(Updated.class);
        assertThat(refresh.catalog().offer(Cloud.AZURE, "prod")).isNotNull();

        body = bytes(newer("offers: {azure: {gpt-4o: null}}").toBuilder()
                .version("2026.11.23")
                .build());
        assertThat(refresh.refresh())
                .asInstanceOf(type(Refused.class))
                .extracting(Refused::reasons)
                .asString()
                .contains("acme.yaml:1: deployments.azure.prod.base");
    }

    @Test
    void whatIsNoCatalogIsAFailureAndNothingIsThrown() {
        body = "<html>".getBytes(StandardCharsets.UTF_8);
        failed(refresh().build(), Cause.UNREADABLE);

        body = "{\"schema\": 99}".getBytes(StandardCharsets.UTF_8);
        failed(refresh().build(), Cause.UNREADABLE);

        failed(refresh().mostBytes(5).build(), Cause.TOO_LARGE);
        failed(refresh().sha256("0".repeat(64)).build(), Cause.DIGEST);

        status = 503;
        failed(refresh().build(), Cause.STATUS);
        server.stop(0);
        failed(refresh().build(), Cause.NETWORK);
    }

    @Test
    void aRedirectIsFollowedOnThisMachineAndNotByPlainHttpToAnother() throws IOException {
        body = bytes(newer(price("0.12")));
        location = "/catalog.json";
        CatalogRefresh.Builder moved = CatalogRefresh.builder(address("/moved")).base(SmallCatalog.catalog());
        assertThat(moved.build().refresh()).isInstanceOf(Updated.class);

        location = "http://catalog.example/catalog.json";
        failed(moved.build(), Cause.FORBIDDEN_ADDRESS);
        location = "/moved";
        failed(moved.build(), Cause.STATUS);
        location = "http://[";
        failed(moved.build(), Cause.STATUS);
    }

    @Test
    @Tag("integration")
    void aServerThatStallsTakesNoLongerThanAllowed() {
        stalling = true;
        failed(refresh().timeout(Duration.ofMillis(200)).build(), Cause.TIMEOUT);
    }

    @Test
    @Tag("integration")
    void anInterruptEndsTheWaitAndStaysSet() {
        stalling = true;
        CatalogRefresh refresh = refresh().build();
        Thread.currentThread().interrupt();

        RefreshOutcome outcome = refresh.refresh();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome)
                .asInstanceOf(type(Failed.class))
                .extracting(Failed::cause)
                .isEqualTo(Cause.INTERRUPTED);
    }

    @Test
    void onlyHttpsOrThisMachineWithoutCredentialsIsTaken() {
        for (String address : List.of(
                "http://catalog.example/x",
                "ftp://localhost/x",
                "file:///etc/passwd",
                "https://u:p@catalog.example/x")) {
            assertThatThrownBy(() -> CatalogRefresh.builder(URI.create(address))
                            .base(SmallCatalog.catalog())
                            .build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("address: ")
                    .hasMessageNotContaining("u:p");
        }
        assertThat(CatalogFetch.allowed(URI.create("https://catalog.example/x")))
                .isTrue();
    }

    @Test
    void boundsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> refresh().sha256("abc").build()).hasMessageContaining("64 hexadecimal digits");
        assertThatThrownBy(() -> refresh().timeout(Duration.ZERO).build()).hasMessageContaining("timeout");
        assertThatThrownBy(() -> refresh().mostBytes(0).build()).hasMessageContaining("mostBytes");
        assertThatThrownBy(() -> refresh().mostVanished(101).build()).hasMessageContaining("mostVanished");
        assertThatThrownBy(() -> refresh().mostPriceFactor(1).build()).hasMessageContaining("mostPriceFactor");
        assertThatThrownBy(() -> refresh()
                        .client(HttpClient.newBuilder()
                                .followRedirects(HttpClient.Redirect.ALWAYS)
                                .build())
                        .build())
                .hasMessageContaining("client: must not follow redirects");
    }

    private static void failed(CatalogRefresh refresh, Cause cause) {
        RefreshOutcome outcome = refresh.refresh();
        assertThat(outcome).asInstanceOf(type(Failed.class)).satisfies(failed -> {
            assertThat(failed.cause()).as(failed.message()).isEqualTo(cause);
            assertThat(failed.message()).doesNotContain("secret");
            assertThat(failed.cause().id()).matches("[a-z-]+");
        });
        assertThat(refresh.catalog().version()).isEqualTo("2026.11.21");
    }
}
