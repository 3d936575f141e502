package dev.portolan.routing.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in two tables of a relational database, which a fleet may share. An update is one transaction: it locks the key's row, writes it
 * only while its version is the one that was read, and adds the events. Lost races, deadlocks and serialization failures are tried again.
 * How much outlives a power failure is the database's setting; PostgreSQL's own keeps all.
 *
 * <p>The data source gives connections whose transactions are their own: no distributed ones. Autocommit, isolation and network timeout of a
 * connection are as they were when it goes back. A statement takes at most the timeout, an answer of the network twice as long; how long to
 * wait for a connection is the data source's matter. The database must keep any Unicode text (UTF-8; in MySQL utf8mb4).
 *
 * <p>Tested on PostgreSQL and H2. The statements are standard SQL, with what MySQL, MariaDB, Oracle and SQL Server write otherwise written
 * as they document it, but not tested there. Thread-safe.
 */
public final class JdbcStateStore implements StateStore {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcStateStore.class);
    private static final long SWEEP_EVERY = 16;
    private static final int SWEPT_AT_ONCE = 32;
    private static final int ATTEMPTS = 50;

    private final JdbcSessions sessions;
    private final String prefix;
    private final Clock clock;
    private final Duration timeout;
    private final AtomicLong updates = new AtomicLong();
    private volatile @Nullable JdbcTables tables;
    private volatile boolean closed;

    /**
     * A store in the tables {@code portolan_state} and {@code portolan_state_event}, with a timeout of ten seconds.
     *
     * @param source gives connections; stays open when the store is closed
     */
    public JdbcStateStore(DataSource source) {
        this(source, "portolan_", Duration.ofSeconds(10), Clock.systemUTC());
    }

    /**
     * A store. Asks the database nothing yet.
     *
     * @param source gives connections; stays open when the store is closed
     * @param prefix what the names of the tables begin with: letters, digits and {@code _}, perhaps after a schema and a point
     * @param timeout how long a statement may take, and an update that is tried again; in whole seconds, rounded up
     * @param clock tells when a key may be forgotten; the clocks of those that share a store should agree about as well as that matters
     */
    public JdbcStateStore(DataSource source, String prefix, Duration timeout, Clock clock) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: must be more than 0");
        }
        this.sessions = new JdbcSessions(Objects.requireNonNull(source, "source"), timeout);
        this.prefix = JdbcTables.checkPrefix(prefix);
        this.timeout = timeout;
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * The statements that make the tables in this database.
     *
     * @return one statement each, without semicolons
     * @throws StateStoreException when the database cannot be asked what it is
     */
    public List<String> ddl() {
        return tables().ddl();
    }

    /**
     * Makes the tables, unless they are there; several instances may do so at once. Needs the right to create tables; an application
     * without it has the statements of {@link #ddl()} run by whoever has.
     *
     * @throws StateStoreException when the tables cannot be made, or are there with other columns
     */
    public void createTables() {
        JdbcTables names = tables();
        make(names.probeStates(), names.ddl().subList(0, 2));
        make(names.probeEvents(), names.ddl().subList(2, 3));
    }

    private void make(String probe, List<String> statements) {
        if (runs(probe) == null) {
            return;
        }
        for (String statement : statements) {
            JdbcSessions.Failure failure = runs(statement);
            if (failure != null && runs(probe) != null) {
                throw failed("The tables could not be made", failure);
            }
        }
    }

    /** What went wrong with a statement that stands alone, or {@code null}. */
    private JdbcSessions.@Nullable Failure runs(String sql) {
        open();
        try {
            sessions.alone(session -> {
                try (PreparedStatement statement = session.prepare(sql)) {
                    return statement.execute();
                }
            });
            return null;
        } catch (JdbcSessions.Failure e) {
            return e;
        }
    }

    private JdbcTables tables() {
        open();
        JdbcTables known = tables;
        if (known == null) {
            try {
                String product = sessions.alone(
                        session -> session.connection().getMetaData().getDatabaseProductName());
                known = JdbcTables.of(prefix, JdbcTables.Words.of(product));
            } catch (JdbcSessions.Failure e) {
                throw failed("The database could not be asked what it is", e);
            }
            tables = known;
        }
        return known;
    }

    /** A row of a state. */
    private record Row(
            StoredState state, long events, @Nullable Long forgetAfter) {

        boolean over(long now) {
            return forgetAfter != null && forgetAfter < now;
        }
    }

    @Override
    public @Nullable StoredState read(String key) {
        StateKeys.check(key);
        JdbcTables names = tables();
        try {
            Optional<Row> row = sessions.alone(session -> select(session, names.select(), hash(key)));
            return row.filter(found -> !found.over(clock.millis()))
                    .map(Row::state)
                    .orElse(null);
        } catch (JdbcSessions.Failure e) {
            throw failed("A state could not be read", e);
        }
    }

    @Override
    public Outcome update(String key, StateChange change) {
        StateKeys.check(key);
        JdbcTables names = tables();
        String hash = hash(key);
        long begun = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                Outcome outcome = sessions.transaction(session -> change(session, names, key, hash, change));
                tidy(names);
                return outcome;
            } catch (JdbcSessions.Failure e) {
                boolean again = !e.inDoubt() && (SqlStates.race(e.sql()) || SqlStates.duplicate(e.sql()));
                if (!again || attempt == ATTEMPTS || System.nanoTime() - begun > timeout.toNanos()) {
                    throw failed("A state could not be changed", e);
                }
            }
        }
    }

    private Outcome change(JdbcSessions.Session session, JdbcTables names, String key, String hash, StateChange change)
            throws SQLException {
        Row row = select(session, names.selectForUpdate(), hash).orElse(null);
        boolean over = row != null && row.over(clock.millis());
        StoredState current = row == null || over ? null : row.state();
        StateChange.Next next = change.next(current);
        if (next == null) {
            session.rollback();
            return new Outcome(current, false);
        }
        if (over) {
            execute(session, names.deleteEvents(), hash);
        }
        long version = current == null ? 1 : current.version() + 1;
        long events = current == null || row == null ? 0 : row.events();
        try (PreparedStatement write = session.prepare(row == null ? names.insert() : names.update())) {
            write.setString(1, next.value());
            write.setLong(2, version);
            write.setLong(3, events + next.events().size());
            write.setObject(4, millis(next.forgetAfter()), java.sql.Types.BIGINT);
            write.setString(5, hash);
            if (row == null) {
                write.setString(6, key);
            } else {
                write.setLong(6, row.state().version());
            }
            if (write.executeUpdate() != 1) {
                throw new SQLException("The row changed while it was locked", "40001");
            }
        }
        for (String event : next.events()) {
            execute(session, names.insertEvent(), hash, ++events, version, event);
        }
        session.commit();
        return new Outcome(new StoredState(next.value(), version), true);
    }

    private static Optional<Row> select(JdbcSessions.Session session, String sql, String hash) throws SQLException {
        try (PreparedStatement statement = session.prepare(sql)) {
            statement.setString(1, hash);
            try (ResultSet found = statement.executeQuery()) {
                if (!found.next()) {
                    return Optional.empty();
                }
                StoredState state = new StoredState(text(found, 1), found.getLong(2));
                long events = found.getLong(3);
                long forgetAfter = found.getLong(4);
                return Optional.of(new Row(state, events, found.wasNull() ? null : forgetAfter));
            }
        }
    }

    /** Oracle keeps no empty text. */
    private static String text(ResultSet found, int column) throws SQLException {
        String text = found.getString(column);
        return text == null ? "" : text;
    }

    /** In milliseconds, and not before the time that was given. */
    private static @Nullable Long millis(@Nullable Instant end) {
        if (end == null || end.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE).minusSeconds(1))) {
            return null;
        }
        return end.plusNanos(999_999).toEpochMilli();
    }

    private static int execute(JdbcSessions.Session session, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = session.prepare(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    @Override
    public List<StoredEvent> events(String key, long after, int limit) {
        StateKeys.check(key);
        if (limit < 1) {
            throw new IllegalArgumentException("limit: must be at least 1, not " + limit);
        }
        JdbcTables names = tables();
        try {
            return sessions.alone(session -> {
                List<StoredEvent> events = new ArrayList<>();
                try (PreparedStatement statement = session.prepare(names.selectEvents())) {
                    statement.setMaxRows(limit);
                    statement.setString(1, hash(key));
                    statement.setLong(2, after);
                    statement.setLong(3, clock.millis());
                    try (ResultSet found = statement.executeQuery()) {
                        while (found.next()) {
                            events.add(new StoredEvent(found.getLong(1), found.getLong(2), text(found, 3)));
                        }
                    }
                }
                return events;
            });
        } catch (JdbcSessions.Failure e) {
            throw failed("Events could not be read", e);
        }
    }

    /** The update stands; what cannot be removed now is so later. */
    private void tidy(JdbcTables names) {
        if (updates.incrementAndGet() % SWEEP_EVERY != 0) {
            return;
        }
        try {
            List<String> expired = sessions.alone(session -> expired(session, names));
            for (String hash : expired) {
                sessions.transaction(session -> forget(session, names, hash));
            }
        } catch (JdbcSessions.Failure e) {
            LOG.warn(
                    "Expired states could not be removed (SQLState {})", e.sql().getSQLState());
        }
    }

    private List<String> expired(JdbcSessions.Session session, JdbcTables names) throws SQLException {
        List<String> hashes = new ArrayList<>();
        try (PreparedStatement statement = session.prepare(names.selectExpired())) {
            statement.setMaxRows(SWEPT_AT_ONCE);
            statement.setLong(1, clock.millis());
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    hashes.add(found.getString(1));
                }
            }
        }
        return hashes;
    }

    /** One key at a time, under its lock: it may have been written anew since. */
    private boolean forget(JdbcSessions.Session session, JdbcTables names, String hash) throws SQLException {
        Row row = select(session, names.selectForUpdate(), hash).orElse(null);
        if (row == null || !row.over(clock.millis())) {
            session.rollback();
            return false;
        }
        execute(session, names.deleteEvents(), hash);
        execute(session, names.deleteState(), hash);
        session.commit();
        return true;
    }

    private static StateStoreException failed(String what, JdbcSessions.Failure failure) {
        SQLException sql = failure.sql();
        String hint = SqlStates.schema(sql)
                ? "; are the tables there, and may they be used? See JdbcStateStore.createTables"
                : failure.inDoubt() ? "; the connection failed while it committed" : "";
        return new StateStoreException(
                what + " (SQLState " + sql.getSQLState() + ", code " + sql.getErrorCode() + ")" + hint,
                failure.inDoubt(),
                sql);
    }

    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private void open() {
        if (closed) {
            throw new StateStoreException("the store is closed", false, null);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "JdbcStateStore[" + prefix + "state]";
    }
}
