package dev.portolan.routing.state;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A data source whose connections do what a test says, in place of or after what they should. */
final class FaultySource {

    /** What a call of a connection or a statement does before or after the real one. */
    interface Fault {
        void at(String call, boolean after) throws SQLException;
    }

    /** The names of the calls that reached connections and statements, in order. */
    final List<String> calls = new ArrayList<>();

    private Fault fault = (call, after) -> {};
    private final DataSource source;

    FaultySource(DataSource source) {
        this.source = source;
    }

    void fault(Fault next) {
        fault = next;
    }

    DataSource source() {
        return (DataSource) proxy(DataSource.class, source);
    }

    private Object proxy(Class<?> type, Object real) {
        return Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(method, real, arguments));
    }

    private Object call(Method method, Object real, Object[] arguments) throws Throwable {
        calls.add(method.getName());
        fault.at(method.getName(), false);
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        fault.at(method.getName(), true);
        if (result instanceof Connection) {
            return proxy(Connection.class, result);
        }
        return result instanceof PreparedStatement ? proxy(PreparedStatement.class, result) : result;
    }
}
