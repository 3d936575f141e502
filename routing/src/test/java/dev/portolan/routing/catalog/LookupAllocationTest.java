package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bytes are steady where times are not, so they are held to a limit in every build. */
@Tag("integration")
class LookupAllocationTest {

    private static final int LOOKUPS = 10_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void lookingUpAnIdAllocatesNothing() {
        ModelCatalog catalog = ModelCatalog.bundled();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            int found = lookUp(catalog);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            assertThat(found).isEqualTo(3 * LOOKUPS);
        }
        assertThat(least).as("bytes for " + 4 * LOOKUPS + " lookups").isZero();
    }

    /** An id, an alias, an id that is not known, and a model. */
    private static int lookUp(ModelCatalog catalog) {
        int found = 0;
        for (int i = 0; i < LOOKUPS; i++) {
            found += catalog.offer(Cloud.OPENAI, "gpt-4o-mini") == null ? 0 : 1;
            found += catalog.offer(Cloud.BEDROCK, "eu.anthropic.claude-opus-4-8") == null ? 0 : 1;
            found += catalog.offer(Cloud.BEDROCK, "gpt-4o-mini") == null ? 0 : 1;
            found += catalog.model("anthropic/claude-opus-4-8") == null ? 0 : 1;
        }
        return found;
    }
}
