package dev.portolan.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The classes under test, and the words that the rules are made of. */
final class Portolan {

    static final String ROOT = "dev.portolan";

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(ROOT);

    /** The packages of every module but core, which has all others. */
    private static final List<String> OUTSIDE_CORE = List.of(
            "transport",
            "wire",
            "openai",
            "azure",
            "bedrock",
            "vertex",
            "ollama",
            "evidence",
            "routing",
            "testkit",
            "simulator",
            "recorded",
            "cli",
            "example",
            "benchmark",
            "benchmarks");

    private static final List<String> PROVIDERS = List.of("openai", "azure", "bedrock", "vertex", "ollama");

    private Portolan() {}

    /** Core: what lies under our root and is no other module's. */
    static DescribedPredicate<JavaClass> core() {
        return describe("in core", type -> ours(type) && !OUTSIDE_CORE.contains(area(type.getPackageName())));
    }

    /** A provider: the module of one vendor. */
    static DescribedPredicate<JavaClass> provider() {
        return describe("in a provider", type -> ours(type) && PROVIDERS.contains(area(type.getPackageName())));
    }

    /** Those for whom everything else exists, and who may therefore point at anything. */
    static DescribedPredicate<JavaClass> user() {
        return describe(
                "a user of Portolan",
                type -> ours(type)
                        && List.of("cli", "example", "benchmark", "benchmarks").contains(area(type.getPackageName())));
    }

    /** Classes under {@code dev.portolan.<one of the areas>}; the empty area is the root package itself. */
    static DescribedPredicate<JavaClass> in(String... areas) {
        List<String> wanted = List.of(areas);
        return describe("in " + wanted, type -> ours(type) && wanted.contains(area(type.getPackageName())));
    }

    /** What a caller can name: public with everything around it, outside {@code internal}. */
    static DescribedPredicate<JavaClass> exported() {
        return describe("exported", type -> {
            for (Optional<JavaClass> at = Optional.of(type);
                    at.isPresent();
                    at = at.get().getEnclosingClass()) {
                if (!visible(at.get())) {
                    return false;
                }
            }
            return ours(type) && !internal(type.getPackageName());
        });
    }

    static boolean internal(String packageName) {
        return (packageName + ".").contains(".internal.");
    }

    /** The package, or for what is internal the package whose inside it is. */
    static String owner(String packageName) {
        int inside = (packageName + ".").indexOf(".internal.");
        return inside < 0 ? packageName : packageName.substring(0, inside);
    }

    static boolean ours(JavaClass type) {
        return area(type.getPackageName()) != null;
    }

    /** What is published together: an area outside core, each wire for itself, or core. */
    static String module(String packageName) {
        String area = area(packageName);
        if (area == null || !OUTSIDE_CORE.contains(area)) {
            return "core";
        }
        String[] names = packageName.split("\\.");
        return area.equals("wire") && names.length > 3 ? area + "." + names[3] : area;
    }

    /** The first name after our root, empty in the root package, null elsewhere. */
    private static @Nullable String area(String name) {
        if (name.equals(ROOT)) {
            return "";
        }
        if (!name.startsWith(ROOT + ".")) {
            return null;
        }
        String rest = name.substring(ROOT.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    private static boolean visible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                || (type.isNestedClass() && type.getModifiers().contains(JavaModifier.PROTECTED));
    }
}
