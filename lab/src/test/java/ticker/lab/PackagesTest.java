package ticker.lab;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The packages of this module, each with those that it uses. An arrow more is a decision, and a cycle is a mistake. */
class PackagesTest {
    private static final String MODULE = PackagesTest.class.getPackageName();
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages(MODULE);

    @Test
    void aPackageUsesOnlyThoseThatTheDrawingShows() {
        assertEquals("""
                course -> decode http microscope race relay transcript
                decode ->
                http ->
                load -> decode
                microscope -> decode http relay transcript
                race -> http load relay
                relay -> decode
                report -> load relay
                transcript -> decode relay
                """, drawing(), "the packages of " + MODULE + ", each with those that it uses");
    }

    @Test
    void thePackagesFormNoCycle() {
        slices().matching(MODULE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** The race notes the moves of lesson 1's market. */
    @Test
    void onlyTheCourseAndTheRaceKnowLessons() {
        noClasses()
                .that()
                .resideOutsideOfPackages(MODULE + ".course..", MODULE + ".race..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ticker.polling..",
                        "ticker.longpolling..",
                        "ticker.streaming..",
                        "ticker.websocket..",
                        "ticker.handshake..")
                .check(CLASSES);
    }

    private static String drawing() {
        var uses = new TreeMap<String, Set<String>>();
        for (var user : CLASSES) {
            var used = uses.computeIfAbsent(name(user), name -> new TreeSet<>());
            user.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith(MODULE + "."))
                    .map(PackagesTest::name)
                    .filter(name -> !name.equals(name(user)))
                    .forEach(used::add);
        }
        return uses.entrySet().stream()
                .map(arrow -> "%s -> %s"
                                .formatted(arrow.getKey(), String.join(" ", arrow.getValue()))
                                .strip() + "\n")
                .collect(joining());
    }

    private static String name(JavaClass of) {
        return of.getPackageName().substring(MODULE.length() + 1);
    }
}
