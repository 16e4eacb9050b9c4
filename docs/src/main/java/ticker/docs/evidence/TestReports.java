package ticker.docs.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Which tests ran, by the reports that Maven writes ({@code TEST-*.xml}): each method once, whatever its arguments. */
final class TestReports {
    private final Set<String> ran = new HashSet<>();

    private TestReports() {}

    /** The reports in a folder and in those below it. */
    static TestReports in(Path folder) throws IOException {
        var reports = new TestReports();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(each -> each.getFileName().toString().matches("TEST-.*\\.xml"))
                    .toList()) {
                reports.read(file);
            }
        }
        return reports;
    }

    private void read(Path file) throws IOException {
        try (var text = Files.newInputStream(file)) {
            var cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(text)
                    .getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                read((Element) cases.item(i));
            }
        } catch (ParserConfigurationException | SAXException broken) {
            throw new IOException(file + " is no report of tests", broken);
        }
    }

    private void read(Element test) {
        if (test.getElementsByTagName("skipped").getLength() == 0) {
            ran.add(test.getAttribute("classname"));
            ran.add(test.getAttribute("classname") + "#"
                    + test.getAttribute("name").replaceFirst("\\W.*", "")); // aLength(int, String)[3]
        }
    }

    /** Whether a test has run that is named like ticker.polling.PollingTest#aPoll, or one of a class. */
    boolean contains(String test) {
        return ran.contains(test);
    }
}
