package dev.portolan.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.portolan.architecture.Portolan.CLASSES;
import static dev.portolan.architecture.Portolan.core;
import static dev.portolan.architecture.Portolan.exported;
import static dev.portolan.architecture.Portolan.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inside core: the entry over the features, over the nouns; the SPI beside them for those who extend. */
class CoreLayersTest {

    private static final DescribedPredicate<JavaClass> ENTRY = in("");
    private static final DescribedPredicate<JavaClass> FEATURES =
            in("config", "structured", "tool", "conversation", "prompt");
    private static final DescribedPredicate<JavaClass> NOUNS = in("chat", "embedding", "error", "schema");

    @Test
    void theRootPackageHoldsTheEntryAndNothingElse() {
        classes()
                .that(ENTRY.and(exported()).and(DescribedPredicate.describe("top-level", JavaClass::isTopLevelClass)))
                .should()
                .haveSimpleName("Portolan")
                .allowEmptyShould(true)
                .check(CLASSES);
        classes()
                .that(ENTRY)
                .should(be(simpleNameStartingWith("Portolan").or(partOfPortolan())))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void nothingInCoreKnowsTheEntry() {
        noClasses()
                .that(core().and(not(ENTRY)))
                .should()
                .dependOnClassesThat(ENTRY)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void theNounsKnowEachOtherOnly() {
        noClasses()
                .that(NOUNS)
                .should()
                .dependOnClassesThat(core().and(not(NOUNS)))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void aProviderSViewOfCoreNeedsNoFeature() {
        noClasses()
                .that(in("spi"))
                .should()
                .dependOnClassesThat(FEATURES)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** Conversations are stored; of the other features nothing is. */
    @Test
    void theCodecKnowsNounsAndConversations() {
        noClasses()
                .that(in("codec"))
                .should()
                .dependOnClassesThat(FEATURES.and(not(in("conversation"))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void structuredOutputToolsConversationsAndPromptsWorkWithoutConfiguration() {
        noClasses()
                .that(in("structured", "tool", "conversation", "prompt"))
                .should()
                .dependOnClassesThat(in("config"))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** Counted are public types that stand in a file of their own; those nested in one are part of its page. */
    @Test
    void aReaderOfTheNounsMeetsAtMost80Types() {
        List<String> types = CLASSES.stream()
                .filter(in("chat", "embedding", "error").and(exported()))
                .filter(JavaClass::isTopLevelClass)
                .map(JavaClass::getName)
                .sorted()
                .toList();
        assertThat(types).hasSizeLessThanOrEqualTo(80);
    }

    private static DescribedPredicate<JavaClass> partOfPortolan() {
        return DescribedPredicate.describe(
                "a part of Portolan",
                type -> type.getName().startsWith("dev.portolan.Portolan$")
                        || type.getSimpleName().equals("package-info"));
    }
}
