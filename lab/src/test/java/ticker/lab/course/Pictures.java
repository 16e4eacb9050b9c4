package ticker.lab.course;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import ticker.lab.Await;

/**
 * Takes the pictures of the README from the running course, light and dark: {@code ./mvnw -q -Ppictures}. It needs
 * Chrome or Chromium and its chromedriver.
 */
final class Pictures {
    private static final int HEIGHT = 860;

    private final ChromeDriver browser;
    private final Path folder;

    private Pictures(ChromeDriver browser, Path folder) {
        this.browser = browser;
        this.folder = folder;
    }

    /** Writes them into a folder. */
    public static void main(String[] args) throws IOException {
        var options = new ChromeOptions();
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars");
        var browser = new ChromeDriver(options);
        try (var course = new Course(0, 5, 7, true)) {
            var pictures = new Pictures(browser, Files.createDirectories(Path.of(args[0])));
            var webSocket = course.lessons().get(3).uri();
            for (var theme : List.of("light", "dark")) {
                pictures.take("lesson", theme, webSocket, 1000, "tbody tr polyline");
                pictures.take(
                        "microscope",
                        theme,
                        course.uri().resolve("microscope/?lesson=websocket"),
                        1280,
                        "#diagram .label");
            }
        } finally {
            browser.quit();
        }
    }

    /** Takes one, when the page shows enough of what it has drawn. */
    private void take(String name, String theme, URI page, int width, String drawn) throws IOException {
        var feature = Map.of("name", "prefers-color-scheme", "value", theme);
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
        var size = Map.<String, Object>of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false);
        browser.executeCdpCommand("Emulation.setDeviceMetricsOverride", size);
        browser.get(page.toString());
        var count = "return [...document.querySelectorAll('%s')].filter((one) => (one.points?.length ?? 9) > 8).length"
                .formatted(drawn);
        Await.await("the page to draw prices", () -> (long) browser.executeScript(count), found -> found >= 5);
        var file = folder.resolve("%s-%s.png".formatted(name, theme));
        Files.write(file, browser.getScreenshotAs(OutputType.BYTES));
        System.out.println("Taken: " + file.normalize());
    }
}
