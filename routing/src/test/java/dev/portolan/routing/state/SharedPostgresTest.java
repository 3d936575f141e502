package dev.portolan.routing.state;

class SharedPostgresTest extends SharedStoreContract {

    @Override
    String place() throws Exception {
        PostgresServer server = PostgresServer.running();
        String url = server.url(server.newSchema());
        try (JdbcStateStore store = (JdbcStateStore) NumberedTransitions.open(url)) {
            store.createTables();
        }
        return url;
    }
}
