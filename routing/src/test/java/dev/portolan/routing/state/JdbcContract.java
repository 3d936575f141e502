package dev.portolan.routing.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What a store in a database keeps, whatever the database. */
abstract class JdbcContract extends StateStoreContract {

    DataSource source;

    /** An empty database. */
    abstract DataSource database() throws Exception;

    @Override
    StateStore create(Clock clock) throws Exception {
        source = database();
        JdbcStateStore made = store(source, clock);
        made.createTables();
        return made;
    }

    static JdbcStateStore store(DataSource source, Clock clock) {
        return new JdbcStateStore(source, "t_", Duration.ofSeconds(20), clock);
    }

    long count(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getLong(1);
        }
    }

    @Test
    void tablesAreMadeOnceByManyAtOnce() throws Exception {
        int instances = 6;
        CountDownLatch together = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(instances);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < instances; i++) {
                running.add(pool.submit(() -> {
                    together.await();
                    new JdbcStateStore(source, "other_", Duration.ofSeconds(20), clock).createTables();
                    return null;
                }));
            }
            together.countDown();
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            pool.shutdown();
        }
        assertThat(count("SELECT COUNT(*) FROM other_state")).isZero();
        assertThat(count("SELECT COUNT(*) FROM other_state_event")).isZero();
    }

    @Test
    void manyThreadsThatWriteANewKeyFirstLoseNoUpdate() throws Exception {
        int threads = 6;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 10; round++) {
                String key = "new " + round;
                CountDownLatch together = new CountDownLatch(1);
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    running.add(pool.submit(() -> {
                        together.await();
                        store.update(
                                key,
                                current -> new StateChange.Next(
                                        current == null ? "1" : "" + (Integer.parseInt(current.value()) + 1),
                                        List.of("e"),
                                        null));
                        return null;
                    }));
                }
                together.countDown();
                for (Future<?> one : running) {
                    one.get();
                }
                assertThat(store.read(key)).isEqualTo(new StoredState("" + threads, threads));
                assertThat(store.events(key, 0, 99)).hasSize(threads);
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void connectionsGoBackAsTheyCame() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (boolean autoCommit : new boolean[] {true, false}) {
            for (int isolation :
                    new int[] {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_SERIALIZABLE}) {
                try (LeavingPool pool = new LeavingPool(source, autoCommit, isolation)) {
                    JdbcStateStore pooled = store(pool, clock);
                    String key = autoCommit + " " + isolation;
                    pooled.update(key, current -> new StateChange.Next("v", List.of("e"), null));
                    wrong.addAll(pool.wrong());
                    pooled.update(key, current -> null);
                    wrong.addAll(pool.wrong());
                    assertThatThrownBy(() -> pooled.update(key, current -> {
                                throw new ArithmeticException();
                            }))
                            .isInstanceOf(ArithmeticException.class);
                    wrong.addAll(pool.wrong());
                    pooled.events(key, 0, 1);
                    wrong.addAll(pool.wrong());
                    assertThat(pooled.read(key)).isEqualTo(new StoredState("v", 1));
                    wrong.addAll(pool.wrong());
                    assertThat(pool.opened()).as("one connection, used again").isEqualTo(1);
                }
                assertThat(store.read(autoCommit + " " + isolation)).isNotNull();
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aMissingTableIsToldWithWhatToDo() {
        JdbcStateStore without = new JdbcStateStore(source, "nowhere_", Duration.ofSeconds(5), clock);

        assertThatThrownBy(() -> without.update("a", current -> new StateChange.Next("v")))
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        e -> assertThat(e.mayHaveChanged()).isFalse())
                .hasMessageContaining("createTables");
        assertThatThrownBy(() -> without.read("a")).hasMessageContaining("createTables");
        assertThatThrownBy(() -> without.events("a", 0, 1)).hasMessageContaining("createTables");
    }

    @Test
    void aTableWithOtherColumnsIsNotTakenForOurs() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE old_state (id INT)");
        }

        assertThatThrownBy(() -> new JdbcStateStore(source, "old_", Duration.ofSeconds(5), clock).createTables())
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("could not be made");
    }

    @Test
    void expiredKeysAreRemovedInTime() throws Exception {
        for (int i = 0; i < 40; i++) {
            String key = "old" + i;
            store.update(
                    key,
                    current -> new StateChange.Next(
                            "v", List.of("e"), clock.instant().plusSeconds(1)));
        }
        clock.pass(Duration.ofSeconds(2));

        for (int i = 0; i < 48; i++) {
            store.update("new", current -> new StateChange.Next("v"));
        }

        assertThat(count("SELECT COUNT(*) FROM t_state")).isEqualTo(1);
        assertThat(count("SELECT COUNT(*) FROM t_state_event")).isZero();
    }

    @Test
    void anUpdateThatWaitsTooLongForAnothersLockFailsAndChangedNothing() throws Exception {
        store.update("a", current -> new StateChange.Next("one"));
        JdbcStateStore hasty = new JdbcStateStore(source, "t_", Duration.ofSeconds(1), clock);
        try (Connection holder = source.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM t_state FOR UPDATE").close();

            long begun = System.nanoTime();
            assertThatThrownBy(() -> hasty.update("a", current -> new StateChange.Next("two")))
                    .isInstanceOfSatisfying(
                            StateStoreException.class,
                            e -> assertThat(e.mayHaveChanged()).isFalse());
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
            holder.rollback();
            holder.setAutoCommit(true);
        }
        assertThat(store.read("a")).isEqualTo(new StoredState("one", 1));
    }
}
