package dev.portolan.routing.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransactionRollbackException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an update says when the database fails at one step or another. */
class JdbcFaultsTest {

    private FaultySource faulty;
    private JdbcStateStore store;
    private JdbcStateStore sound;

    @BeforeEach
    void database() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        faulty = new FaultySource(h2);
        store = new JdbcStateStore(faulty.source(), "f_", Duration.ofSeconds(5), Clock.systemUTC());
        sound = new JdbcStateStore(h2, "f_", Duration.ofSeconds(5), Clock.systemUTC());
        sound.createTables();
        store.update("a", current -> new StateChange.Next("one", List.of("e1"), null));
    }

    /** Fails once, before or after the call has done its work. */
    private void failAt(String call, boolean after, SQLException failure) {
        AtomicInteger times = new AtomicInteger();
        faulty.fault((name, isAfter) -> {
            if (name.equals(call) && isAfter == after && times.getAndIncrement() == 0) {
                throw failure;
            }
        });
    }

    private void update() {
        store.update("a", current -> new StateChange.Next("two", List.of("e2"), null));
    }

    private static SQLException lost() {
        return new SQLException("An I/O error occurred while sending to the backend", "08006");
    }

    @Test
    void aConnectionThatIsLostAfterTheCommitWasSentLeavesADoubt() {
        failAt("commit", true, lost());

        assertThatThrownBy(this::update)
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        e -> assertThat(e.mayHaveChanged()).isTrue())
                .hasMessageContaining("08006")
                .hasMessageContaining("committed");
        assertThat(sound.read("a")).isEqualTo(new StoredState("two", 2));
    }

    @Test
    void aConnectionThatIsLostBeforeTheCommitArrivesLeavesTheSameDoubt() {
        failAt("commit", false, lost());

        assertThatThrownBy(this::update)
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        e -> assertThat(e.mayHaveChanged()).isTrue());
        assertThat(sound.read("a")).isEqualTo(new StoredState("one", 1));
        assertThat(sound.events("a", 0, 9)).hasSize(1);
    }

    @Test
    void aStatementCompletionThatIsUnknownLeavesADoubtThoughItsClassIsRollback() {
        failAt("commit", true, new SQLException("unknown", "40003"));

        assertThatThrownBy(this::update)
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        e -> assertThat(e.mayHaveChanged()).isTrue());
    }

    @Test
    void whatFailsBeforeTheCommitChangedNothing() {
        for (String call :
                List.of("getConnection", "setAutoCommit", "prepareStatement", "executeQuery", "executeUpdate")) {
            failAt(call, false, lost());
            assertThatThrownBy(this::update)
                    .as(call)
                    .isInstanceOfSatisfying(
                            StateStoreException.class,
                            e -> assertThat(e.mayHaveChanged()).isFalse());
            faulty.fault((name, after) -> {});
            assertThat(sound.read("a")).as(call).isEqualTo(new StoredState("one", 1));
        }
    }

    @Test
    void aLostRaceIsRunAgain() {
        for (SQLException race : List.of(
                new SQLException("could not serialize access", "40001"),
                new SQLException("deadlock detected", "40P01"),
                new SQLTransactionRollbackException("rolled back"),
                new SQLException("lock timeout", "HYT00", 50200),
                new SQLException("duplicate key", "23505"))) {
            StoredState before = sound.read("a");
            failAt("executeUpdate", false, race);
            update();
            assertThat(sound.read("a").version()).isEqualTo(before.version() + 1);
        }
        failAt("commit", false, new SQLException("could not serialize access", "40001"));
        long before = sound.read("a").version();
        update();
        assertThat(sound.read("a").version()).isEqualTo(before + 1);
        assertThat(sound.events("a", 0, 99)).hasSize((int) before + 1);
    }

    @Test
    void aRaceThatIsLostEachTimeEnds() {
        AtomicInteger times = new AtomicInteger();
        faulty.fault((name, after) -> {
            if (name.equals("executeUpdate") && !after) {
                times.incrementAndGet();
                throw new SQLException("could not serialize access", "40001");
            }
        });

        assertThatThrownBy(this::update)
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        e -> assertThat(e.mayHaveChanged()).isFalse())
                .hasMessageContaining("40001");
        assertThat(times).hasValue(50);
    }

    @Test
    void aTransactionThatCannotBeRolledBackIsCutAndNotGivenBack() {
        faulty.fault((name, after) -> {
            if (List.of("executeUpdate", "rollback").contains(name)) {
                throw lost();
            }
        });
        faulty.calls.clear();

        assertThatThrownBy(this::update).isInstanceOf(StateStoreException.class);
        assertThat(faulty.calls.subList(faulty.calls.lastIndexOf("rollback"), faulty.calls.size()))
                .as("autocommit would commit what is open")
                .containsExactly("rollback", "abort", "close");
        faulty.fault((name, after) -> {});
        assertThat(sound.read("a")).isEqualTo(new StoredState("one", 1));
    }

    @Test
    void aConnectionThatBreaksWhenItIsGivenBackChangesNoResult() {
        AtomicInteger commits = new AtomicInteger();
        faulty.fault((name, after) -> {
            commits.addAndGet(name.equals("commit") && after ? 1 : 0);
            if (commits.get() > 0 && List.of("setAutoCommit", "abort", "close").contains(name)) {
                throw lost();
            }
        });

        update();
        assertThat(sound.read("a").version()).isEqualTo(2);
    }

    @Test
    void aDriverWithoutNetworkTimeoutsWorks() {
        faulty.fault((name, after) -> {
            if (name.endsWith("NetworkTimeout")) {
                throw new SQLFeatureNotSupportedException("no", "0A000");
            }
        });

        update();
        assertThat(store.read("a").version()).isEqualTo(2);
    }

    @Test
    void everyStatementHasItsLimitAndSoHasTheNetwork() {
        faulty.calls.clear();
        update();
        store.events("a", 0, 1);
        store.read("a");

        long prepared = faulty.calls.stream().filter("prepareStatement"::equals).count();
        long limited = faulty.calls.stream().filter("setQueryTimeout"::equals).count();
        assertThat(limited).isEqualTo(prepared).isGreaterThanOrEqualTo(5);
        assertThat(faulty.calls).contains("setNetworkTimeout");
    }

    @Test
    void aFailedTidyingUpDoesNotFailTheUpdate() {
        for (int i = 0; i < 14; i++) {
            update();
        }
        faulty.fault((name, after) -> {
            if (name.equals("setMaxRows")) {
                throw lost();
            }
        });
        update();
        assertThat(sound.read("a").version()).isEqualTo(16);
    }

    @Test
    void aDatabaseThatCannotBeReachedIsToldAndNothingChanged() {
        JdbcStateStore nowhere = new JdbcStateStore(faulty.source());
        failAt("getConnection", false, new SQLException("Connection refused", "08001"));

        assertThatThrownBy(nowhere::ddl)
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        e -> assertThat(e.mayHaveChanged()).isFalse())
                .hasMessageContaining("08001");
        assertThat(nowhere.ddl()).hasSize(3).allMatch(statement -> statement.contains("portolan_state"));
        assertThat(nowhere).hasToString("JdbcStateStore[portolan_state]");
    }

    @Test
    void aPrefixIsANameAndNothingElse() {
        for (String prefix : List.of("", "a b", "x; DROP TABLE y; --", "a.b.c", "\"q\"", "x".repeat(61))) {
            assertThatThrownBy(
                            () -> new JdbcStateStore(faulty.source(), prefix, Duration.ofSeconds(1), Clock.systemUTC()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new JdbcStateStore(faulty.source(), "p_", Duration.ZERO, Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class);
        JdbcStateStore inSchema =
                new JdbcStateStore(faulty.source(), "PUBLIC.p_", Duration.ofSeconds(1), Clock.systemUTC());
        inSchema.createTables();
        assertThat(inSchema.read("a")).isNull();
    }
}
