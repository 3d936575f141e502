package dev.portolan.testkit.contract;

import java.util.List;
import java.util.Set;

/** Looks for threads that somebody left behind. */
final class Threads {

    private Threads() {}

    /** No thread that would keep a virtual machine alive is left but those that JUnit and the build run on, and one watchdog. */
    static void noneLeft() {
        Bench.eventually(
                "no foreign thread keeps the virtual machine alive",
                () -> foreign().isEmpty());
        Bench.eventually("one watchdog is enough", () -> named("portolan-watchdog") <= 1);
    }

    private static List<String> foreign() {
        Thread current = Thread.currentThread();
        return all().stream()
                .filter(thread -> !thread.isDaemon() && thread != current)
                .map(Thread::getName)
                .filter(name -> !name.matches("main|surefire.*|DestroyJavaVM|.*[Ss]imulator.*|Test worker|junit-.*"
                        + "|ForkJoinPool.*|process reaper.*|pool-.*"))
                .toList();
    }

    private static long named(String name) {
        return all().stream().filter(thread -> thread.getName().equals(name)).count();
    }

    private static Set<Thread> all() {
        return Thread.getAllStackTraces().keySet();
    }
}
