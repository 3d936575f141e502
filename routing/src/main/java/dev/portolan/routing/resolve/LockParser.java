package dev.portolan.routing.resolve;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Tier;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a lock file line by line and collects all mistakes. */
final class LockParser {

    private static final Set<String> KEYS = Set.of("model", "canonical", "catalog", "day");

    private final String source;
    private final List<String> mistakes = new ArrayList<>();
    private final SortedMap<Wanted, Resolution> answers = new TreeMap<>();
    private @Nullable Wanted wanted;
    private int sectionLine;
    private final Map<String, String> values = new HashMap<>();
    private final List<String> reasons = new ArrayList<>();
    private boolean versioned;

    LockParser(String text, String source) {
        this.source = source;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            line(number, line.strip());
        }
        end();
        if (!versioned && mistakes.isEmpty()) {
            mistakes.add(at(1) + "the line \"lock = 1\" is missing; this is no lock file");
        }
    }

    LockFile lock() {
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(
                    "the lock file is broken; mend it, or write it anew with \"portolan catalog resolve\": "
                            + String.join("; ", mistakes));
        }
        return new LockFile(source, answers);
    }

    private String at(int line) {
        return source + ":" + line + ": ";
    }

    private void line(int number, String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.startsWith("[") && line.endsWith("]")) {
            end();
            sectionLine = number;
            wanted = wanted(number, line.substring(1, line.length() - 1));
            return;
        }
        int equals = line.indexOf('=');
        if (equals < 0) {
            mistakes.add(at(number) + "is neither [cloud like=...], [cloud tier=...] nor key = value");
            return;
        }
        put(
                number,
                line.substring(0, equals).strip(),
                line.substring(equals + 1).strip());
    }

    private void put(int number, String key, String value) {
        if (sectionLine == 0) {
            if (!key.equals("lock")) {
                mistakes.add(at(number) + "\"" + key + "\" stands before the first [cloud ...]");
            } else if (!value.equals("1")) {
                mistakes.add(
                        at(number) + "form " + value + " of lock files is not known here; update portolan-routing");
            } else {
                versioned = true;
            }
        } else if (value.isEmpty()) {
            mistakes.add(at(number) + key + " is empty");
        } else if (key.equals("reason")) {
            reasons.add(value);
        } else if (!KEYS.contains(key)) {
            mistakes.add(at(number) + "there is no \"" + key
                    + "\" here; known are model, canonical, catalog, day and reason");
        } else if (values.putIfAbsent(key, value) != null) {
            mistakes.add(at(number) + key + " is given twice");
        }
    }

    private @Nullable Wanted wanted(int number, String section) {
        int space = section.indexOf(' ');
        String said = section.substring(space + 1).strip();
        try {
            Cloud cloud = Cloud.of(space < 0 ? section : section.substring(0, space));
            int kept = said.lastIndexOf(Wanted.RESIDENCY);
            List<String> zones = kept < 0
                    ? List.of()
                    : List.of(said.substring(kept + Wanted.RESIDENCY.length()).split(",", -1));
            String plain = kept < 0 ? said : said.substring(0, kept);
            if (plain.startsWith("like=")) {
                return Wanted.like(cloud, plain.substring("like=".length())).within(zones);
            }
            if (plain.startsWith("tier=")) {
                return Wanted.tier(cloud, Tier.of(plain.substring("tier=".length())))
                        .within(zones);
            }
            mistakes.add(at(number) + "after the cloud stands like=... or tier=...");
        } catch (IllegalArgumentException e) {
            mistakes.add(at(number) + e.getMessage());
        }
        return null;
    }

    private void end() {
        Wanted asked = wanted;
        if (asked != null) {
            LocalDate day = day();
            List<String> missing = KEYS.stream()
                    .filter(key -> !values.containsKey(key))
                    .sorted()
                    .toList();
            if (!missing.isEmpty()) {
                mistakes.add(at(sectionLine) + "[" + asked + "] lacks " + String.join(", ", missing));
            } else if (day != null) {
                Resolution answer = new Resolution(
                        asked, value("model"), value("canonical"), value("catalog"), day, List.copyOf(reasons));
                if (answers.putIfAbsent(asked, answer) != null) {
                    mistakes.add(at(sectionLine) + "[" + asked + "] stands here twice");
                }
            }
        }
        wanted = null;
        values.clear();
        reasons.clear();
    }

    private String value(String key) {
        return values.getOrDefault(key, "");
    }

    private @Nullable LocalDate day() {
        String day = values.get("day");
        try {
            return day == null ? null : LocalDate.parse(day);
        } catch (DateTimeException e) {
            mistakes.add(at(sectionLine) + "day: \"" + day + "\" is not a day such as 2026-11-21");
            return null;
        }
    }
}
