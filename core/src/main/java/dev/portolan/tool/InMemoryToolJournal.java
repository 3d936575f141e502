package dev.portolan.tool;

import dev.portolan.chat.ToolResult;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A journal in a map. */
final class InMemoryToolJournal implements ToolJournal {

    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

    @Override
    public Entry find(Key key) {
        return entries.getOrDefault(key, Entry.NEW);
    }

    @Override
    public boolean begin(Key key, boolean again) {
        if (again) {
            entries.put(key, Entry.BEGUN);
            return true;
        }
        return entries.putIfAbsent(key, Entry.BEGUN) == null;
    }

    @Override
    public void end(Key key, ToolResult result) {
        entries.put(key, new Entry(true, result));
    }
}
