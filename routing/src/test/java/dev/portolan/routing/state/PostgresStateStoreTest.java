package dev.portolan.routing.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("integration")
class PostgresStateStoreTest extends JdbcContract {

    @Override
    DataSource database() throws Exception {
        PostgresServer server = PostgresServer.running();
        return PostgresServer.source(server.url(server.newSchema()));
    }

    @Test
    void aSerializableDatabaseChangesNothing() throws Exception {
        PGSimpleDataSource strict = (PGSimpleDataSource) source;
        strict.setOptions("-c default_transaction_isolation=serializable");

        manyThreadsLoseNoUpdate();
        manyThreadsThatWriteANewKeyFirstLoseNoUpdate();
    }

    @Test
    void aConnectionThatTheServerEndsInATransactionChangesNothing() {
        store.update("a", current -> new StateChange.Next("one"));

        assertThatThrownBy(() -> store.update("a", current -> {
                    endTheOthers();
                    return new StateChange.Next("two", List.of("e"), null);
                }))
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        e -> assertThat(e.mayHaveChanged()).isFalse());
        assertThat(store.read("a")).isEqualTo(new StoredState("one", 1));
    }

    private void endTheOthers() {
        try (Connection connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** What was told is there; what was in doubt may be; what failed for certain is not. */
    @Test
    void aServerThatCrashesUnderLoadKeepsWhatItSaidItKept() throws Exception {
        PostgresServer server = PostgresServer.running();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger failed = new AtomicInteger();
        int threads = 4;
        List<AtomicLong> told = new ArrayList<>();
        List<AtomicLong> doubted = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int i = 0; i < threads; i++) {
                String key = "k" + i;
                AtomicLong made = new AtomicLong();
                AtomicLong doubt = new AtomicLong();
                told.add(made);
                doubted.add(doubt);
                pool.submit(() -> {
                    while (!over.get()) {
                        try {
                            made.set(store.update(key, current -> new StateChange.Next("v", List.of("e"), null))
                                    .state()
                                    .version());
                            doubt.set(0);
                        } catch (StateStoreException e) {
                            failed.incrementAndGet();
                            doubt.addAndGet(e.mayHaveChanged() ? 1 : 0);
                        }
                    }
                });
            }
            for (int crash = 0; crash < 3; crash++) {
                long from = told.get(0).get();
                org.awaitility.Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> told.get(0).get() > from + 20);
                server.crash();
                server.up();
            }
        } finally {
            over.set(true);
            pool.shutdown();
            assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(failed).as("updates that met a crash").hasPositiveValue();
        for (int i = 0; i < threads; i++) {
            long version = store.read("k" + i).version();
            assertThat(version)
                    .isBetween(
                            told.get(i).get(),
                            told.get(i).get() + doubted.get(i).get());
            assertThat(store.events("k" + i, 0, 100_000)).hasSize((int) version);
        }
    }
}
