package dev.portolan.routing.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Borrows connections, and gives them back as they were: a pool may hand out a connection without autocommit or at any isolation, and need
 * not put right what its users leave. One whose transaction could not be ended is closed for good, because giving it back could commit it.
 */
final class JdbcSessions {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcStateStore.class);

    private final DataSource source;
    private final int seconds;
    private final AtomicBoolean told = new AtomicBoolean();

    JdbcSessions(DataSource source, Duration timeout) {
        this.source = source;
        this.seconds = (int) Math.min(
                Integer.MAX_VALUE / 4000, Math.max(1, timeout.plusMillis(999).toSeconds()));
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    /** A connection on loan, and how it came. */
    final class Session {
        private final Connection connection;
        private boolean autoCommit = true;
        private int isolation = Connection.TRANSACTION_READ_COMMITTED;
        private int networkTimeout = -1;
        /** Whether nothing is left to be ended. */
        private boolean ended = true;

        private boolean committing;

        private Session(Connection connection) {
            this.connection = connection;
        }

        PreparedStatement prepare(String sql) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            statement.setQueryTimeout(seconds);
            return statement;
        }

        Connection connection() {
            return connection;
        }

        private void begin(boolean transaction) throws SQLException {
            autoCommit = connection.getAutoCommit();
            if (!autoCommit) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            limitTheNetwork();
            if (!transaction) {
                return;
            }
            isolation = connection.getTransactionIsolation();
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            connection.setAutoCommit(false);
            if (connection.getAutoCommit()) {
                throw new SQLException(
                        "The connection does not leave autocommit; give a data source of your own transactions",
                        "25000");
            }
            ended = false;
        }

        /** A statement's limit asks the server to stop; this one is for a server that does not answer. */
        private void limitTheNetwork() {
            try {
                int before = connection.getNetworkTimeout();
                connection.setNetworkTimeout(Runnable::run, 2000 * seconds);
                networkTimeout = before;
            } catch (SQLException e) {
                if (told.compareAndSet(false, true)) {
                    LOG.warn(
                            "The driver sets no network timeout (SQLState {}); set one in the data source",
                            e.getSQLState());
                }
            }
        }

        void commit() throws SQLException {
            committing = true;
            connection.commit();
            ended = true;
        }

        void rollback() throws SQLException {
            connection.rollback();
            ended = true;
        }

        /** Whether what failed may have been committed all the same. */
        private boolean inDoubt(SQLException e) {
            return committing && !ended && !SqlStates.notCommitted(e);
        }

        private void giveBack() {
            try {
                restore();
            } catch (SQLException e) {
                LOG.debug("A connection could not be given back as it came (SQLState {})", e.getSQLState());
                abort();
            }
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("A connection could not be closed (SQLState {})", e.getSQLState());
            }
        }

        /** Without a rollback first, autocommit would commit what is open. */
        private void restore() throws SQLException {
            if (!ended) {
                connection.rollback();
            }
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(isolation);
            }
            if (!autoCommit) {
                connection.setAutoCommit(false);
            }
            if (networkTimeout >= 0) {
                connection.setNetworkTimeout(Runnable::run, networkTimeout);
            }
        }

        private void abort() {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.warn("A broken connection could not be closed (SQLState {})", e.getSQLState());
            }
        }
    }

    /** A failure, and whether the transaction may stand all the same. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;
        private final SQLException sql;
        private final boolean inDoubt;

        private Failure(SQLException sql, boolean inDoubt) {
            super(sql);
            this.sql = sql;
            this.inDoubt = inDoubt;
        }

        boolean inDoubt() {
            return inDoubt;
        }

        SQLException sql() {
            return sql;
        }
    }

    /** Runs work in a transaction that it commits or rolls back itself; what it leaves open is rolled back. */
    <T> T transaction(Work<T> work) throws Failure {
        return run(true, work);
    }

    /** Runs statements that each stand alone. */
    <T> T alone(Work<T> work) throws Failure {
        return run(false, work);
    }

    private <T> T run(boolean transaction, Work<T> work) throws Failure {
        Session session;
        try {
            session = new Session(source.getConnection());
        } catch (SQLException e) {
            throw new Failure(e, false);
        }
        try {
            session.begin(transaction);
            return work.run(session);
        } catch (SQLException e) {
            throw new Failure(e, session.inDoubt(e));
        } finally {
            session.giveBack();
        }
    }
}
