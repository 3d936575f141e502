package dev.portolan.config.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the grammar of {@link java.util.Properties} and remembers lines, which that class does not. Two differences: a key
 * given twice in one file is a mistake, and so is a malformed unicode escape, which here does not end the reading.
 */
final class PropertiesReader {

    private final Origin file;
    private final Problems problems;
    private final Map<String, @Nullable Integer> seen = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    private PropertiesReader(Origin file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    static List<Entry> read(String content, Origin file, Problems problems) {
        PropertiesReader reader = new PropertiesReader(file, problems);
        reader.lines(content.startsWith("\uFEFF") ? content.substring(1) : content);
        return reader.entries;
    }

    private void lines(String content) {
        StringBuilder logical = new StringBuilder();
        int start = 0;
        int number = 0;
        int at = 0;
        while (at < content.length()) {
            int end = endOfLine(content, at);
            number++;
            int from = skipSpace(content, at, end);
            boolean continues = logical.length() > 0;
            if (!continues && (from == end || content.charAt(from) == '#' || content.charAt(from) == '!')) {
                at = afterLineEnd(content, end);
                continue;
            }
            if (!continues) {
                start = number;
            }
            boolean open = oddBackslashesBefore(content, from, end);
            logical.append(content, from, open ? end - 1 : end);
            at = afterLineEnd(content, end);
            if (logical.length() > 0 && (!open || at >= content.length())) {
                entry(logical.toString(), file.at(start));
                logical.setLength(0);
            }
        }
    }

    private static int endOfLine(String content, int at) {
        int end = at;
        while (end < content.length() && content.charAt(end) != '\n' && content.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private static int afterLineEnd(String content, int end) {
        return content.startsWith("\r\n", end) ? end + 2 : end + 1;
    }

    private static int skipSpace(String text, int at, int end) {
        int from = at;
        while (from < end && space(text.charAt(from))) {
            from++;
        }
        return from;
    }

    private static boolean space(char c) {
        return c == ' ' || c == '\t' || c == '\f';
    }

    private static boolean oddBackslashesBefore(String content, int from, int end) {
        int count = 0;
        while (end - 1 - count >= from && content.charAt(end - 1 - count) == '\\') {
            count++;
        }
        return count % 2 == 1;
    }

    private void entry(String line, Origin origin) {
        int keyEnd = 0;
        while (keyEnd < line.length() && !separator(line.charAt(keyEnd))) {
            keyEnd += line.charAt(keyEnd) == '\\' ? 2 : 1;
        }
        keyEnd = Math.min(keyEnd, line.length());
        int value = skipSpace(line, keyEnd, line.length());
        if (value < line.length() && (line.charAt(value) == '=' || line.charAt(value) == ':')) {
            value = skipSpace(line, value + 1, line.length());
        }
        String key = unescape(line.substring(0, keyEnd), origin).characters();
        if (key.isEmpty()) {
            problems.add(origin, "there is no key before the value");
            return;
        }
        Integer earlier = seen.putIfAbsent(key, origin.line());
        if (earlier != null) {
            problems.add(origin, key, "is given twice in this file, first in line " + earlier, null);
            return;
        }
        entries.add(new Entry(key, unescape(line.substring(value), origin), origin));
    }

    private static boolean separator(char c) {
        return c == '=' || c == ':' || space(c);
    }

    private Text unescape(String raw, Origin origin) {
        StringBuilder characters = new StringBuilder(raw.length());
        BitSet escaped = new BitSet();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                characters.append(c);
            } else if (++i < raw.length()) {
                char next = raw.charAt(i);
                if (next == 'u') {
                    characters.append(unicode(raw, i + 1, origin));
                    i = Math.min(i + 4, raw.length());
                } else {
                    if (next == '$' || next == ',') {
                        escaped.set(characters.length());
                    }
                    characters.append(control(next));
                }
            }
        }
        return new Text(characters.toString(), escaped);
    }

    private static char control(char letter) {
        return switch (letter) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            default -> letter;
        };
    }

    private char unicode(String raw, int from, Origin origin) {
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
            if (digit < 0) {
                problems.add(origin, "\\u needs four hexadecimal digits after it");
                return '?';
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }
}
