package dev.portolan.cli;

import java.util.ArrayList;
import java.util.List;

/** Runs {@code portolan catalog} on a fixed day. */
final class CatalogBench {

    static final String DAY = "2026-11-21";

    private CatalogBench() {}

    static Commands.Outcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("catalog"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--today", DAY));
        return Commands.run(all.toArray(String[]::new));
    }

    static int widest(String text) {
        return text.lines().mapToInt(String::length).max().orElse(0);
    }
}
