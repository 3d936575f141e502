package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In classes of its own, so that no other test has asked for the catalog before. */
class LazyCatalogTest {

    @Test
    void nothingIsReadUntilTheCatalogIsAskedForAndThenOnceForAllThreads() throws Exception {
        Apart apart = new Apart();
        Class<?> catalog = apart.loadClass(ModelCatalog.class.getName());
        catalog.getMethod("builder", String.class, LocalDate.class).invoke(null, "test", LocalDate.EPOCH);
        Class.forName(BundledCatalog.class.getName(), true, apart);
        assertThat(apart.reads).hasValue(0);

        Callable<Object> ask = () -> catalog.getMethod("bundled").invoke(null);
        Set<Object> answers = Collections.newSetFromMap(new IdentityHashMap<>());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Object>> asked = new ArrayList<>(threads.invokeAll(Collections.nCopies(8, ask)));
            for (Future<Object> answer : asked) {
                answers.add(answer.get());
            }
        } finally {
            threads.shutdown();
        }
        assertThat(answers).hasSize(1);
        assertThat(apart.reads).hasValue(1);
    }

    /** Loads the module's classes anew and counts who asks for the file. */
    private static final class Apart extends ClassLoader {

        private final AtomicInteger reads = new AtomicInteger();

        Apart() {
            super(LazyCatalogTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.portolan.routing.catalog.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            return defined(name);
        }

        private Class<?> defined(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            } catch (LinkageError e) {
                Class<?> byAnother = findLoadedClass(name);
                if (byAnother == null) {
                    throw e;
                }
                return byAnother;
            }
        }

        @Override
        public @Nullable URL getResource(String name) {
            if (name.endsWith("/catalog.json.gz")) {
                reads.incrementAndGet();
            }
            return super.getResource(name);
        }
    }
}
