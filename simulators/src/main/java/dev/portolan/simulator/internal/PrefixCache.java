package dev.portolan.simulator.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Remembers the beginnings of prompts, block by block, and tells how much of a new prompt was seen before. Thread-safe. */
public final class PrefixCache {

    private static final int REMEMBERED_BLOCKS = 8192;

    private final int least;
    private final int block;
    private final Set<Long> seen =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                    return size() > REMEMBERED_BLOCKS;
                }
            }));

    /**
     * An empty cache.
     *
     * @param least how many tokens must be the same before any are cached
     * @param block by how many tokens the cached part grows
     */
    public PrefixCache(int least, int block) {
        this.least = least;
        this.block = block;
    }

    /**
     * Looks a prompt up, then remembers it.
     *
     * @param model the model, for each has a cache of its own
     * @param tokens the prompt
     * @return how many tokens at its beginning were seen before
     */
    public int lookUp(String model, List<String> tokens) {
        int cached = 0;
        long hash = model.hashCode();
        for (int i = 0; i < tokens.size(); i++) {
            hash = hash * 1_000_003 + tokens.get(i).hashCode();
            int length = i + 1;
            if (length >= least && (length - least) % block == 0 && !seen.add(hash)) {
                cached = length;
            }
        }
        return cached;
    }
}
