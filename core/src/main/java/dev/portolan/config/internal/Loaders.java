package dev.portolan.config.internal;

import java.util.LinkedHashSet;
import java.util.Set;

/** The class loaders that are searched: the one of the inputs, then Portolan's own. */
final class Loaders {

    private Loaders() {}

    static Set<ClassLoader> of(Inputs inputs) {
        Set<ClassLoader> loaders = new LinkedHashSet<>();
        ClassLoader first = inputs.classLoader();
        if (first != null) {
            loaders.add(first);
        }
        ClassLoader own = Loaders.class.getClassLoader();
        if (own != null) {
            loaders.add(own);
        }
        return loaders;
    }
}
