package dev.portolan.routing.state;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The two tables, and the statements that use them, in the words of a database. A key is found by the SHA-256 of its UTF-8, because databases
 * differ in which keys they hold for equal (case, trailing spaces, accents) and in how long one may be; the key itself stands beside it, for
 * people.
 *
 * @param states the table of states
 * @param events the table of events
 * @param words what databases write in different ways
 */
record JdbcTables(String states, String events, Words words) {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");
    private static final int LONGEST_PREFIX = 60;

    /** What databases write in different ways. */
    enum Words {
        /** The standard, which H2 and Derby understand too. */
        STANDARD("BIGINT", "VARCHAR(400)", "VARCHAR(64)", "CLOB", "", " FOR UPDATE", ""),
        /** A text is a VARCHAR there, which needs no round trip of its own. */
        H2("BIGINT", "VARCHAR(400)", "VARCHAR(64)", "VARCHAR(65536)", "", " FOR UPDATE", ""),
        POSTGRESQL("BIGINT", "VARCHAR(400)", "VARCHAR(64)", "TEXT", "", " FOR UPDATE", ""),
        MYSQL(
                "BIGINT",
                "VARCHAR(400)",
                "VARCHAR(64)",
                "MEDIUMTEXT",
                "",
                " FOR UPDATE",
                " ENGINE=InnoDB CHARACTER SET utf8mb4"),
        ORACLE("NUMBER(19)", "VARCHAR2(400 CHAR)", "VARCHAR2(64)", "NCLOB", "", " FOR UPDATE", ""),
        SQL_SERVER("BIGINT", "NVARCHAR(400)", "VARCHAR(64)", "NVARCHAR(MAX)", " WITH (UPDLOCK, ROWLOCK)", "", "");

        private final String number;
        private final String key;
        private final String hash;
        private final String text;
        private final String lockAfterTable;
        private final String lockAtEnd;
        private final String table;

        Words(String number, String key, String hash, String text, String afterTable, String atEnd, String table) {
            this.number = number;
            this.key = key;
            this.hash = hash;
            this.text = text;
            this.lockAfterTable = afterTable;
            this.lockAtEnd = atEnd;
            this.table = table;
        }

        static Words of(String product) {
            String name = product.toLowerCase(Locale.ROOT);
            if (name.contains("postgres") || name.contains("cockroach") || name.contains("yugabyte")) {
                return POSTGRESQL;
            }
            if (name.equals("h2")) {
                return H2;
            }
            if (name.contains("mysql") || name.contains("mariadb")) {
                return MYSQL;
            }
            if (name.contains("oracle")) {
                return ORACLE;
            }
            return name.contains("sql server") ? SQL_SERVER : STANDARD;
        }
    }

    /** Checks a prefix, which goes into statements as it is. */
    static String checkPrefix(String prefix) {
        if (prefix.length() > LONGEST_PREFIX || !PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("prefix: must be letters, digits and _, at most " + LONGEST_PREFIX
                    + " of them, perhaps after the name of a schema and a point");
        }
        return prefix;
    }

    static JdbcTables of(String prefix, Words words) {
        return new JdbcTables(prefix + "state", prefix + "state_event", words);
    }

    /** What makes the tables, one statement each. */
    List<String> ddl() {
        String index = states.substring(states.indexOf('.') + 1) + "_forget";
        return List.of(
                "CREATE TABLE " + states + " (state_hash " + words.hash + " NOT NULL PRIMARY KEY, state_key "
                        + words.key
                        + " NOT NULL, state_value " + words.text + ", state_version " + words.number
                        + " NOT NULL, event_count " + words.number + " NOT NULL, forget_after " + words.number + ")"
                        + words.table,
                "CREATE INDEX " + index + " ON " + states + " (forget_after)",
                "CREATE TABLE " + events + " (state_hash " + words.hash + " NOT NULL, event_number " + words.number
                        + " NOT NULL, state_version " + words.number + " NOT NULL, event_text " + words.text
                        + ", PRIMARY KEY (state_hash, event_number))" + words.table);
    }

    /** Fails when the table or one of its columns is missing; finds nothing. */
    String probeStates() {
        return "SELECT state_hash, state_key, state_value, state_version, event_count, forget_after FROM " + states
                + " WHERE 1 = 0";
    }

    /** Fails when the table or one of its columns is missing; finds nothing. */
    String probeEvents() {
        return "SELECT state_hash, event_number, state_version, event_text FROM " + events + " WHERE 1 = 0";
    }

    String select() {
        return "SELECT state_value, state_version, event_count, forget_after FROM " + states + " WHERE state_hash = ?";
    }

    String selectForUpdate() {
        return "SELECT state_value, state_version, event_count, forget_after FROM " + states + words.lockAfterTable
                + " WHERE state_hash = ?" + words.lockAtEnd;
    }

    String insert() {
        return "INSERT INTO " + states
                + " (state_value, state_version, event_count, forget_after, state_hash, state_key) VALUES (?, ?, ?, ?, ?, ?)";
    }

    /** Only while the version is the one that was read, so that a database that locked nothing loses nothing. */
    String update() {
        return "UPDATE " + states + " SET state_value = ?, state_version = ?, event_count = ?, forget_after = ?"
                + " WHERE state_hash = ? AND state_version = ?";
    }

    String insertEvent() {
        return "INSERT INTO " + events + " (state_hash, event_number, state_version, event_text) VALUES (?, ?, ?, ?)";
    }

    String selectEvents() {
        return "SELECT e.event_number, e.state_version, e.event_text FROM " + events + " e JOIN " + states
                + " s ON s.state_hash = e.state_hash WHERE e.state_hash = ? AND e.event_number > ?"
                + " AND (s.forget_after IS NULL OR s.forget_after >= ?) ORDER BY e.event_number";
    }

    String selectExpired() {
        return "SELECT state_hash FROM " + states + " WHERE forget_after < ?";
    }

    String deleteEvents() {
        return "DELETE FROM " + events + " WHERE state_hash = ?";
    }

    String deleteState() {
        return "DELETE FROM " + states + " WHERE state_hash = ?";
    }
}
