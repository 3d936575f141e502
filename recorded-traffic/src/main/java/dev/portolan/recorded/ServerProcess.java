package dev.portolan.recorded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A server in a process of its own, so that its threads and memory are not counted for the client's.
 *
 * @param process the process, ended by closing this
 * @param baseUrl where it listens
 */
public record ServerProcess(Process process, URI baseUrl) implements AutoCloseable {

    /** Starts a class whose {@code main} prints the server's address on a line of its own and then stays. */
    public static ServerProcess start(Class<?> main) throws IOException {
        Process process = new ProcessBuilder(
                        new File(System.getProperty("java.home"), "bin/java").getPath(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        main.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith("http")) {
            line = out.readLine();
        }
        if (line == null) {
            process.destroyForcibly();
            throw new IOException("The server did not start");
        }
        return new ServerProcess(process, URI.create(line));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
