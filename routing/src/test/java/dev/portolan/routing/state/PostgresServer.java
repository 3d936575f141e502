package dev.portolan.routing.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL of the tests' own, in a folder of its own on a port of the loopback, stopped when the tests end. Debian's package
 * {@code postgresql} brings it; where there is none, the test is skipped and says so. The server refuses to run as root: then it runs as
 * the user {@code postgres} of the package.
 */
final class PostgresServer {

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static PostgresServer running;

    private final Path bin;
    private final Path folder;
    private final int port;

    private PostgresServer(Path bin, Path folder, int port) {
        this.bin = bin;
        this.folder = folder;
        this.port = port;
    }

    /** The server, started when it is first asked for; its tests run one after the other. */
    static PostgresServer running() throws Exception {
        if (running == null) {
            Path bin = bin();
            Assumptions.assumeTrue(bin != null, "There is no PostgreSQL here: install Debian's package postgresql");
            Assumptions.assumeTrue(
                    !ROOT || Files.exists(Path.of("/usr/bin/setpriv")),
                    "PostgreSQL does not run as root, and there is no setpriv to run it as somebody else");
            PostgresServer made = new PostgresServer(bin, Files.createTempDirectory("portolan-postgres"), freePort());
            made.start();
            running = made;
        }
        return running;
    }

    private static Path bin() throws IOException {
        List<Path> homes = new ArrayList<>();
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.map(version -> version.resolve("bin"))
                        .sorted(Comparator.reverseOrder())
                        .forEach(homes::add);
            }
        }
        for (String place : System.getenv().getOrDefault("PATH", "").split(":")) {
            homes.add(Path.of(place));
        }
        return homes.stream()
                .filter(home ->
                        Files.isExecutable(home.resolve("initdb")) && Files.isExecutable(home.resolve("pg_ctl")))
                .findFirst()
                .orElse(null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void start() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        if (ROOT) {
            UserPrincipal user =
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
            Files.setOwner(folder, user);
        }
        run("initdb", "-D", data(), "-U", "portolan", "-A", "trust", "-E", "UTF8", "--locale=C", "-N");
        up();
    }

    /** Starts the server again after {@link #crash()}. */
    void up() throws Exception {
        run(
                "pg_ctl",
                "-D",
                data(),
                "-w",
                "-t",
                "60",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=100",
                "start");
    }

    /** Stops the server without letting it tidy up, as a crash does. */
    void crash() throws Exception {
        run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void run(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            command.addAll(List.of("/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path said = Files.createTempFile("portolan-postgres", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(program + " failed: " + Files.readString(said));
        }
        Files.delete(said);
    }

    private void end() {
        try {
            if (Files.exists(folder.resolve("data/postmaster.pid"))) {
                crash();
            }
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A schema of its own for each who asks; {@code url} goes to other processes. */
    String url(String schema) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=portolan&currentSchema=" + schema;
    }

    static DataSource source(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    String newSchema() throws Exception {
        String schema = "s" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = source(url("public")).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
        }
        return schema;
    }
}
