package dev.portolan.routing.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2FileStateStoreTest extends JdbcContract {

    @TempDir
    Path folder;

    @Override
    DataSource database() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:file:" + folder.resolve("state") + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=500");
        return h2;
    }

    @AfterEach
    void shutDown() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    @Test
    void whatWasWrittenIsThereWhenTheDatabaseIsOpenedAgain() throws SQLException {
        store.update("a", current -> new StateChange.Next("one", List.of("e1"), null));
        store.close();
        shutDown();

        try (StateStore again = store(database(), clock)) {
            assertThat(again.read("a")).isEqualTo(new StoredState("one", 1));
            assertThat(again.events("a", 0, 9)).containsExactly(new StoredEvent(1, 1, "e1"));
        }
    }
}
