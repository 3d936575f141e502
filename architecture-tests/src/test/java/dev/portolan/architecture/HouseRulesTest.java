package dev.portolan.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static dev.portolan.architecture.Portolan.CLASSES;
import static dev.portolan.architecture.Portolan.exported;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Names, nullness, threads, and what callers are shown. */
class HouseRulesTest {

    /** Open to Jackson by intent: it serves our own mappers, not applications. */
    private static final String SUPPORT = "dev.portolan.spi.support";

    /** Read by tests only, and not published. */
    private static final String RECORDED = "dev.portolan.recorded";

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            JavaPackage place = type.getPackage();
            boolean marked = place.tryGetPackageInfo()
                    .map(info -> info.isAnnotatedWith(NullMarked.class))
                    .orElse(false);
            if (!marked) {
                unmarked.add(place.getName());
            }
        }
        assertThat(unmarked)
                .as("packages without @NullMarked in package-info.java")
                .isEmpty();
    }

    @Test
    void aClassIsNamedForWhatItIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void aCallerSeesNoJackson() {
        assertThat(CLASSES.stream()
                        .filter(exported())
                        .filter(type -> !(type.getPackageName() + ".").startsWith(SUPPORT + ".")
                                && !type.getPackageName().equals(RECORDED))
                        .flatMap(HouseRulesTest::jacksonIn))
                .isEmpty();
    }

    @Test
    void noMethodIsSynchronizedForVirtualThreadsWouldBePinned() {
        noMethods()
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void noStateHangsOnAThread() {
        noFields()
                .should()
                .haveRawType(
                        DescribedPredicate.describe("thread-local", type -> type.isAssignableTo(ThreadLocal.class)))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** Netty's loggers are set by a class that its documentation names, though the package's name says otherwise. */
    private static boolean isNettysLogging(JavaClass type) {
        return type.getPackageName().endsWith("netty.util.internal.logging");
    }

    @Test
    void noLibraryIsUsedThroughWhatItKeepsToItself() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "internal to a library",
                        type -> !type.getPackageName().startsWith("dev.portolan")
                                && !isNettysLogging(type)
                                && Portolan.internal(type.getPackageName())))
                .check(CLASSES);
    }

    private static Stream<String> jacksonIn(JavaClass type) {
        List<String> found = new ArrayList<>();
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
                .filter(HouseRulesTest::mentionsJackson)
                .forEach(above -> found.add(type.getName() + " is a " + above.getName()));
        type.getTypeParameters().stream()
                .filter(HouseRulesTest::mentionsJackson)
                .forEach(parameter -> found.add(type.getName() + " has the type parameter " + parameter.getName()));
        type.getFields().stream()
                .filter(field -> shown(field) && mentionsJackson(field.getType()))
                .forEach(field -> found.add(field.getFullName()));
        type.getCodeUnits().stream()
                .filter(HouseRulesTest::shown)
                .filter(unit -> Stream.of(
                                Stream.of(unit.getReturnType()),
                                unit.getParameterTypes().stream(),
                                unit.getTypeParameters().stream(),
                                unit.getThrowsClause().getTypes().stream())
                        .flatMap(all -> all)
                        .anyMatch(HouseRulesTest::mentionsJackson))
                .forEach(unit -> found.add(unit.getFullName()));
        return found.stream();
    }

    private static boolean shown(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    private static boolean mentionsJackson(JavaType type) {
        return type.getAllInvolvedRawTypes().stream()
                .anyMatch(raw -> raw.getPackageName().startsWith("com.fasterxml.jackson"));
    }
}
