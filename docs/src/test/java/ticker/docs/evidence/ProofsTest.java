package ticker.docs.evidence;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import ticker.docs.sources.Lessons;

/** What the pages and the references promise is proved by the tests that they name. */
class ProofsTest {
    private final Lessons lessons = new Lessons(Lessons.root());

    @TestFactory
    Stream<DynamicTest> whatAReferenceNamesIsATest() throws IOException {
        var proofs = Proofs.ofReferences(lessons);
        assertFalse(proofs.isEmpty(), "there are promises to prove");
        return proofs.stream()
                .map(proof -> DynamicTest.dynamicTest(
                        "%s %s %s".formatted(proof.page(), proof.topics(), proof.words()),
                        () -> assertEquals(Optional.empty(), proof.fault(lessons))));
    }

    @TestFactory
    Stream<DynamicTest> aRowOfAReferenceNamesATestOfAKindThatItsTopicTakes() throws IOException {
        var topics = new Topics(lessons.text(Lessons.root().resolve("docs/src/main/site/topics.txt")));
        var rows = Proofs.ofReferences(lessons).stream().collect(groupingBy(proof -> proof.page() + proof.topics()));
        return rows.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
                    var faults = row.getValue().stream()
                            .map(proof -> proof.faults(lessons, topics))
                            .toList();
                    assertTrue(faults.contains(List.of()), () -> faults.toString());
                }));
    }

    @Test
    void theProofsOfThePagesAreMethodsAndWholeClassesOfAllModules() throws IOException {
        var found = Proofs.ofPages(lessons).stream()
                .map(proof -> proof.reported(lessons))
                .toList();

        assertTrue(found.contains("ticker.polling.PollingTest#oneThousandPollsRideOneConnection"), found::toString);
        assertTrue(found.contains("ticker.streaming.EventStreamParserTest"), found::toString);
        assertTrue(found.contains("ticker.production.tls.Http2Test#sevenStreamsShareOneConnection"), found::toString);
    }

    @Test
    void aProofThatDidNotRunIsToldWithThePageThatNamesIt(@TempDir Path folder) throws IOException {
        report(folder, "verify/handshake", "ticker.handshake.FrameCodecTest", """
                <testcase name="aTextFrame" classname="ticker.handshake.FrameCodecTest"/>
                <testcase name="reservedOpcodesAreRefused(int)[1]" classname="ticker.handshake.FrameCodecTest"/>
                <testcase name="reservedOpcodesAreRefused(int)[2]" classname="ticker.handshake.FrameCodecTest"/>
                <testcase name="reservedBitsMustBeZero(String)[1]" classname="ticker.handshake.FrameCodecTest">
                  <skipped message="there is no browser"/>
                </testcase>
                """);
        var proofs = Stream.of(
                        "FrameCodecTest",
                        "FrameCodecTest#aTextFrame",
                        "FrameCodecTest#reservedOpcodesAreRefused",
                        "FrameCodecTest#reservedBitsMustBeZero",
                        "MaskingTest",
                        "MaskingTest#clientFramesMustBeMasked")
                .map(name -> Proof.of(lessons, "handshake", name, List.of(), "handshake.adoc"))
                .toList();

        assertEquals(
                List.of(
                        "handshake.adoc: ticker.handshake.FrameCodecTest#reservedBitsMustBeZero did not run.",
                        "handshake.adoc: ticker.handshake.MaskingTest did not run.",
                        "handshake.adoc: ticker.handshake.MaskingTest#clientFramesMustBeMasked did not run."),
                Proofs.faults(proofs, lessons, TestReports.in(folder)));
    }

    @Test
    void aTestOfAnotherModuleWithTheSameNameIsNotTheProof(@TempDir Path folder) throws IOException {
        report(folder, "verify/polling", "ticker.polling.WireTest", """
                <testcase name="aPollOnTheWire" classname="ticker.polling.WireTest"/>
                """);
        var proof = Proof.of(lessons, "longpolling", "WireTest", List.of(), "long-polling.adoc");

        assertEquals(
                List.of("long-polling.adoc: ticker.longpolling.WireTest did not run."),
                Proofs.faults(List.of(proof), lessons, TestReports.in(folder)));
    }

    private static void report(Path folder, String place, String test, String cases) throws IOException {
        var file = Files.createDirectories(folder.resolve(place)).resolve("TEST-" + test + ".xml");
        Files.writeString(file, "<testsuite name=\"" + test + "\">" + cases + "</testsuite>");
    }
}
