package dev.portolan.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.portolan.architecture.Portolan.CLASSES;
import static dev.portolan.architecture.Portolan.core;
import static dev.portolan.architecture.Portolan.in;
import static dev.portolan.architecture.Portolan.provider;
import static dev.portolan.architecture.Portolan.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Arrows between modules and packages point one way. */
class ModuleArrowsTest {

    private static final DescribedPredicate<JavaClass> OURS =
            DescribedPredicate.describe("of Portolan", Portolan::ours);

    @Test
    void theRulesSeeClasses() {
        assertThat(CLASSES.containPackage("dev.portolan.chat")).isTrue();
    }

    @Test
    void coreKnowsNoOtherModule() {
        only("core", core(), core());
    }

    @Test
    void coreUsesTheJdkJacksonSlf4jAndJsonSchemaOnly() {
        classes()
                .that(core())
                .should()
                .onlyDependOnClassesThat(OURS.or(resideInAnyPackage(
                        "java..",
                        "com.fasterxml.jackson..",
                        "org.slf4j..",
                        "dev.harrel.jsonschema..",
                        "com.github.victools.jsonschema..",
                        "com.fasterxml.classmate..",
                        "org.jspecify..")))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void whatMakesSchemasOfTypesStaysWhereTypesAreTurnedIntoAnswers() {
        noClasses()
                .that(core().and(not(in("structured"))))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("com.github.victools.jsonschema..", "com.fasterxml.classmate.."))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void aTransportKnowsCoreOnly() {
        only("transport", in("transport"), core().or(in("transport")));
    }

    @Test
    void aTransportMovesBytesAndReadsNoJson() {
        noClasses()
                .that(in("transport"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("com.fasterxml.jackson.."))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void aWireKnowsCoreOnly() {
        only("wire", in("wire"), core().or(in("wire")));
    }

    @Test
    void aWireHoldsNoHttpClient() {
        noClasses()
                .that(in("wire"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("okhttp3..", "java.net.http..", "io.netty.."))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.HttpURLConnection")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void wiresDoNotKnowEachOther() {
        SlicesRuleDefinition.slices()
                .matching("dev.portolan.wire.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void aProviderKnowsWiresTransportsAndCoreOnly() {
        only("provider", provider(), core().or(in("transport", "wire")).or(provider()));
    }

    @Test
    void nothingPointsAtAProviderButUsers() {
        noClasses()
                .that(not(provider()).and(not(user())))
                .should()
                .dependOnClassesThat(provider())
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void evidenceKnowsCoreOnly() {
        only("evidence", in("evidence"), core().or(in("evidence")));
    }

    @Test
    void routingKnowsEvidenceAndCoreOnly() {
        only("routing", in("routing"), core().or(in("evidence", "routing")));
    }

    @Test
    void theTestkitKnowsEvidenceRoutingSimulatorsAndCoreOnly() {
        only("testkit", in("testkit"), core().or(in("evidence", "routing", "simulator", "testkit")));
    }

    @Test
    void doublesNeedNoTestFramework() {
        noClasses()
                .that(resideInAnyPackage("dev.portolan.testkit.model.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.junit..", "org.assertj..", "ch.qos.logback.."))
                .check(CLASSES);
    }

    @Test
    void simulatorsKnowCoreOnlySoThatAMistakeIsNotMadeTwice() {
        only("simulator", in("simulator"), core().or(in("simulator")));
    }

    @Test
    void whatServesTheSimulatorsStaysBehindThem() {
        noClasses()
                .that(in("simulator")
                        .and(not(JavaClass.Predicates.resideInAPackage("dev.portolan.simulator.internal.http"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.netty..", "okhttp3..", "okio..", "kotlin.."))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void recordedTrafficKnowsCoreOnlyAndServesTestsOnly() {
        only("recorded traffic", in("recorded"), core().or(in("recorded")));
        noClasses()
                .that(not(in("recorded")))
                .should()
                .dependOnClassesThat(in("recorded"))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void nothingPointsAtAUser() {
        noClasses()
                .that(not(user()))
                .should()
                .dependOnClassesThat(user())
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        SlicesRuleDefinition.slices()
                .assignedFrom(packages())
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void aModuleSInternalsAreItsOwn() {
        assertThat(CLASSES.stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(arrow -> {
                            String target = arrow.getTargetClass().getPackageName();
                            return Portolan.internal(target)
                                    && Portolan.ours(arrow.getTargetClass())
                                    && !Portolan.module(target)
                                            .equals(Portolan.module(
                                                    arrow.getOriginClass().getPackageName()));
                        })
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void aPackageLiesInOneModule() {
        Map<String, TreeSet<String>> roots = new TreeMap<>();
        CLASSES.forEach(type -> type.getSource().ifPresent(source -> {
            String path = source.getUri().toString();
            String root =
                    path.substring(0, path.lastIndexOf(type.getPackageName().replace('.', '/')));
            roots.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                    .add(root);
        }));
        assertThat(roots).allSatisfy((name, found) -> assertThat(found).as(name).hasSize(1));
    }

    private static void only(String name, DescribedPredicate<JavaClass> from, DescribedPredicate<JavaClass> to) {
        noClasses()
                .that(from)
                .should()
                .dependOnClassesThat(OURS.and(not(to)))
                .as(name + " points only where it may")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** One slice a package; what is internal belongs to the package whose inside it is. */
    private static SliceAssignment packages() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return Portolan.ours(type)
                        ? SliceIdentifier.of(Portolan.owner(type.getPackageName()))
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages with their internals";
            }
        };
    }
}
