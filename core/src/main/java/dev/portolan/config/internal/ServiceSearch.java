package dev.portolan.config.internal;

import dev.portolan.spi.Extension;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds extensions by {@link ServiceLoader}. A class that is found through both class loaders, or given in code and found as
 * well, counts once. A service that cannot be made is a mistake in the configuration, no crash.
 */
final class ServiceSearch {

    /** A services file that cannot be read is reported anew at each step; nobody has this many broken services. */
    private static final int BROKEN_AT_MOST = 50;

    private final Set<ClassLoader> loaders;
    private final List<Extension> given;
    private final Problems problems;

    ServiceSearch(Set<ClassLoader> loaders, List<Extension> given, Problems problems) {
        this.loaders = loaders;
        this.given = given;
        this.problems = problems;
    }

    <E extends Extension> List<E> find(Class<E> kind) {
        List<E> found = new ArrayList<>();
        Set<String> classes = new HashSet<>();
        for (Extension extension : given) {
            if (kind.isInstance(extension)) {
                found.add(kind.cast(extension));
                classes.add(identity(extension.getClass()));
            }
        }
        for (ClassLoader loader : loaders) {
            Iterator<ServiceLoader.Provider<E>> services =
                    ServiceLoader.load(kind, loader).stream().iterator();
            int broken = 0;
            while (broken < BROKEN_AT_MOST) {
                try {
                    if (!services.hasNext()) {
                        break;
                    }
                    ServiceLoader.Provider<E> service = services.next();
                    if (classes.add(identity(service.type()))) {
                        found.add(service.get());
                    }
                } catch (ServiceConfigurationError | LinkageError e) {
                    broken++;
                    problems.add("An extension cannot be loaded: " + e.getMessage() + cause(e.getCause()));
                }
            }
        }
        return found;
    }

    private static String cause(@Nullable Throwable cause) {
        return cause == null ? "" : " (" + cause.getClass().getName() + ")";
    }

    /** The same class from the same jar, though perhaps through two loaders. */
    private static String identity(Class<?> type) {
        return type.getName() + "|" + location(type);
    }

    /** The class and where it came from, for messages. */
    static String describe(Extension extension) {
        return extension.getClass().getName() + " in " + location(extension.getClass());
    }

    private static String location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? "an unknown place"
                : source.getLocation().toString();
    }
}
