package dev.portolan.routing.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A folder of states, open once in this process however many stores use it. Keys are spread by their digest over {@value #STRIPES} folders,
 * each with its lock, and their files are named by it, so that a key may be of any script and length.
 */
final class StateFolder {

    static final int STRIPES = 64;

    private static final String MARKER = "portolan-state";
    private static final String FORMAT = "format 1\n";
    private static final String LOCK = "lock";
    private static final String EVENTS = ".events";
    private static final String PART = ".part";
    private static final ConcurrentMap<Path, StateFolder> OPEN = new ConcurrentHashMap<>();

    private final Path folder;
    private final StripeLocks locks;
    private int users;

    private StateFolder(Path folder, Duration patience) throws IOException {
        this.folder = folder;
        this.locks = new StripeLocks(folder.resolve(LOCK), STRIPES, patience);
    }

    static StateFolder open(Path path, Duration patience) throws IOException {
        Disk.makeFolder(path.toAbsolutePath());
        Path real = path.toRealPath();
        IOException[] failure = new IOException[1];
        StateFolder open = OPEN.compute(real, (at, before) -> {
            try {
                StateFolder folder = before == null ? made(at, patience) : before;
                folder.users++;
                return folder;
            } catch (IOException e) {
                failure[0] = e;
                return before;
            }
        });
        if (failure[0] != null || open == null) {
            throw failure[0] == null ? new IOException("The folder was not opened") : failure[0];
        }
        return open;
    }

    private static StateFolder made(Path folder, Duration patience) throws IOException {
        StateFolder made = new StateFolder(folder, patience);
        boolean fine = false;
        try {
            StripeLocks.Held held = made.locks.hold(0);
            try (held) {
                made.checkFormat();
            }
            fine = true;
        } finally {
            if (!fine) {
                made.locks.close();
            }
        }
        return made;
    }

    private void checkFormat() throws IOException {
        Path marker = folder.resolve(MARKER);
        byte[] found = Disk.read(marker);
        if (found == null) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
                for (Path file : all) {
                    String name = file.getFileName().toString();
                    if (!name.equals(LOCK) && !name.equals(MARKER + PART)) {
                        throw new StateStoreException(
                                "The folder " + folder + " holds other files, such as " + name
                                        + ", and no states; give an empty or a new one",
                                false,
                                null);
                    }
                }
            }
            Disk.replace(Disk.beside(marker, FORMAT.getBytes(StandardCharsets.UTF_8)), marker);
        } else if (!new String(found, StandardCharsets.UTF_8).equals(FORMAT)) {
            throw new StateStoreException(
                    "The folder " + folder + " holds states in another format than this version of Portolan writes ("
                            + FORMAT.strip() + "): see " + marker
                            + ". Use the version that made it, or another folder",
                    false,
                    null);
        }
    }

    /** One store less uses it; the last one closes it. */
    void leave() throws IOException {
        IOException[] failure = new IOException[1];
        OPEN.computeIfPresent(folder, (at, same) -> {
            if (--users > 0) {
                return same;
            }
            try {
                locks.close();
            } catch (IOException e) {
                failure[0] = e;
            }
            return null;
        });
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    Path path() {
        return folder;
    }

    /** Where a key's files are. */
    Place place(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return new Place(digest[0] & (STRIPES - 1), HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The files of a key, and the lock that they are under. */
    final class Place {
        private final int stripe;
        private final String name;

        private Place(int stripe, String name) {
            this.stripe = stripe;
            this.name = name;
        }

        StripeLocks.Held hold() throws IOException {
            return locks.hold(stripe);
        }

        Path state() {
            return shard(stripe).resolve(name);
        }

        Path events() {
            return shard(stripe).resolve(name + EVENTS);
        }

        void make() throws IOException {
            Disk.makeFolder(shard(stripe));
        }

        /** The state goes first: events without one count for nothing. */
        void delete() throws IOException {
            Files.deleteIfExists(state());
            Files.deleteIfExists(events());
        }
    }

    private Path shard(int stripe) {
        return folder.resolve(HexFormat.of().toHexDigits((byte) stripe));
    }

    /** Removes what is over, and what dying processes left behind, from one of the stripes, unless somebody is at work there. */
    void sweep(int stripe, Instant now) throws IOException {
        Path shard = shard(stripe);
        if (!Files.isDirectory(shard)) {
            return;
        }
        StripeLocks.Held held = locks.tryHold(stripe);
        if (held == null) {
            return;
        }
        try (held;
                DirectoryStream<Path> all = Files.newDirectoryStream(shard)) {
            for (Path file : all) {
                sweep(stripe, file, now);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void sweep(int stripe, Path file, Instant now) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(PART)) {
            Files.deleteIfExists(file);
        } else if (name.endsWith(EVENTS)) {
            String owner = name.substring(0, name.length() - EVENTS.length());
            if (!Files.exists(file.resolveSibling(owner))) {
                Files.deleteIfExists(file);
            }
        } else {
            StateRecord record = SlotFile.latest(file);
            if (record != null && record.over(now)) {
                new Place(stripe, name).delete();
            }
        }
    }
}
