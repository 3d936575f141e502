package dev.portolan.routing.state;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * A process that makes numbered transitions on a shared store, against others that make the same ones, and tells of each that it made when
 * the store has said so. Some go forward, some are rollbacks; each key has {@link #PER_KEY}, then the next key begins.
 */
public final class NumberedTransitions {

    /** How many transitions a key has when the process ends by being killed. */
    static final int PER_KEY = 40;

    private NumberedTransitions() {}

    /**
     * Runs.
     *
     * @param arguments the store (a folder, or the URL of a PostgreSQL), who this is, how many transitions to make of one key (0 for no
     *     end), and the file to tell of them
     * @throws Exception when something fails, which ends the process with another code than 0
     */
    public static void main(String[] arguments) throws Exception {
        int most = Integer.parseInt(arguments[2]);
        try (StateStore store = open(arguments[0]);
                FileOutputStream told = new FileOutputStream(arguments[3])) {
            store.read("rollout-0");
            say(told, "ready");
            if (System.in.read() < 0) {
                return;
            }
            for (int key = 0; most == 0 || key == 0; ) {
                String name = "rollout-" + key;
                int number = number(store.read(name));
                if (number == (most == 0 ? PER_KEY : most)) {
                    key++;
                } else if (make(store, name, number + 1, arguments[1])) {
                    say(told, name + " " + (number + 1));
                }
            }
        }
    }

    /** The store of a name. */
    static StateStore open(String place) {
        if (place.startsWith("jdbc:")) {
            LeavingPool pool =
                    new LeavingPool(PostgresServer.source(place), true, Connection.TRANSACTION_READ_COMMITTED);
            return new JdbcStateStore(pool, "t_", Duration.ofSeconds(20), Clock.systemUTC());
        }
        return FileStateStore.open(Path.of(place));
    }

    private static boolean make(StateStore store, String name, int next, String who) {
        return store.update(
                        name,
                        current -> number(current) == next - 1
                                ? new StateChange.Next(
                                        next + " " + kind(next) + "\n" + "x".repeat(next * 997 % 9000),
                                        List.of(next + " " + kind(next) + " by " + who),
                                        null)
                                : null)
                .changed();
    }

    static int number(StoredState state) {
        return state == null
                ? 0
                : Integer.parseInt(state.value().substring(0, state.value().indexOf(' ')));
    }

    static String kind(int number) {
        return number % 5 == 0 ? "ROLLED_BACK" : "ADVANCED";
    }

    /** In one write, so that a process is killed before or after it. */
    private static void say(FileOutputStream told, String line) throws IOException {
        told.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
