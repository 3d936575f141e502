package dev.portolan.routing.state;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A pool of one connection that puts nothing right: who leaves it in another state leaves it so for the next. */
final class LeavingPool implements DataSource, AutoCloseable {

    private static final int NETWORK_TIMEOUT = 7_000;

    private final DataSource source;
    private final boolean autoCommit;
    private final int isolation;
    private Connection idle;
    private int opened;

    LeavingPool(DataSource source, boolean autoCommit, int isolation) {
        this.source = source;
        this.autoCommit = autoCommit;
        this.isolation = isolation;
    }

    /** What the connection was left with and did not come with. */
    List<String> wrong() throws SQLException {
        List<String> wrong = new ArrayList<>();
        if (idle == null) {
            return List.of("not given back");
        }
        if (idle.getAutoCommit() != autoCommit) {
            wrong.add("autocommit " + idle.getAutoCommit());
        }
        if (idle.getTransactionIsolation() != isolation) {
            wrong.add("isolation " + idle.getTransactionIsolation());
        }
        int network = idle.getNetworkTimeout();
        if (network != NETWORK_TIMEOUT && network != 0) {
            wrong.add("network timeout " + network);
        }
        if (!autoCommit) {
            idle.rollback();
        }
        return wrong;
    }

    int opened() {
        return opened;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (idle == null) {
            idle = source.getConnection();
            idle.setTransactionIsolation(isolation);
            idle.setAutoCommit(autoCommit);
            idle.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT);
            opened++;
        }
        Connection lent = idle;
        idle = null;
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        idle = lent;
                        return null;
                    }
                    try {
                        return method.invoke(lent, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public void close() throws SQLException {
        if (idle != null) {
            idle.close();
        }
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
