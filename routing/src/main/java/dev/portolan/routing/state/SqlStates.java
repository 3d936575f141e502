package dev.portolan.routing.state;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.Set;

/** What an error of a database says of the transaction that it ended: by the classes of the SQL standard and by vendors' own codes. */
final class SqlStates {

    /** Lock timeouts of H2 and MySQL, deadlocks and lost races of Oracle. */
    private static final Set<Integer> RACES_BY_CODE = Set.of(50200, 1205, 1213, 60, 8177);

    /** "Statement completion unknown": of the class of rollbacks, but not one for certain. */
    private static final String UNKNOWN = "40003";

    private SqlStates() {}

    /** Two got in each other's way, and this one was rolled back: it may go again. */
    static boolean race(SQLException e) {
        String state = state(e);
        return e instanceof SQLTransactionRollbackException
                || (state.startsWith("40") && !state.equals(UNKNOWN))
                || (RACES_BY_CODE.contains(e.getErrorCode()) && !state.startsWith("08"));
    }

    /** A row is there already. */
    static boolean duplicate(SQLException e) {
        return state(e).startsWith("23");
    }

    /** A table or a column is missing, or there is no right to use it. */
    static boolean schema(SQLException e) {
        return state(e).startsWith("42") || state(e).startsWith("3F");
    }

    /** Whether an error of a commit says that nothing was committed; else it may have been. */
    static boolean notCommitted(SQLException e) {
        String state = state(e);
        return (state.startsWith("40") && !state.equals(UNKNOWN)) || state.startsWith("23") || state.startsWith("25");
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }
}
