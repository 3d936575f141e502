package dev.portolan.routing.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.routing.state.JdbcTables.Words;
import org.junit.jupiter.api.Test;

class JdbcTablesTest {

    @Test
    void databasesAreKnownByTheNamesOfTheirProducts() {
        assertThat(Words.of("PostgreSQL")).isEqualTo(Words.POSTGRESQL);
        assertThat(Words.of("H2")).isEqualTo(Words.H2);
        assertThat(Words.of("MySQL")).isEqualTo(Words.MYSQL);
        assertThat(Words.of("MariaDB")).isEqualTo(Words.MYSQL);
        assertThat(Words.of("Oracle")).isEqualTo(Words.ORACLE);
        assertThat(Words.of("Microsoft SQL Server")).isEqualTo(Words.SQL_SERVER);
        assertThat(Words.of("Apache Derby")).isEqualTo(Words.STANDARD);
    }

    @Test
    void aRowIsLockedInTheWordsOfTheDatabase() {
        assertThat(JdbcTables.of("p_", Words.POSTGRESQL).selectForUpdate()).endsWith("WHERE state_hash = ? FOR UPDATE");
        assertThat(JdbcTables.of("p_", Words.SQL_SERVER).selectForUpdate())
                .contains("FROM p_state WITH (UPDLOCK, ROWLOCK) WHERE")
                .doesNotContain("FOR UPDATE");
    }

    @Test
    void theIndexHasNoSchemaInItsName() {
        assertThat(JdbcTables.of("ops.p_", Words.POSTGRESQL).ddl().get(1))
                .isEqualTo("CREATE INDEX p_state_forget ON ops.p_state (forget_after)");
    }
}
