package ticker.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real browser for a class of tests. Where there is none, its tests are skipped with a sentence. */
final class Browser implements BeforeAllCallback, AfterAllCallback {
    private ChromeDriver driver;
    private String media = "screen";

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!context.getTags().contains("browser")) {
            throw new IllegalStateException(
                    context.getDisplayName() + " needs @Tag(\"browser\"), so that -Pfast leaves it out.");
        }
        var options = new ChromeOptions();
        // As in a user's browser: the timers of a hidden tab are slowed down.
        options.setExperimentalOption("excludeSwitches", List.of("disable-background-timer-throttling"));
        options.setScriptTimeout(Duration.ofMinutes(2)); // on a busy machine, axe needs long for a long page
        options.setAcceptInsecureCerts(true); // such as those that our servers make at start
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
                .addArguments("--disable-background-networking", "--disable-component-update", "--disable-sync")
                // No address bar, none of its menus, no flashes: no test needs them, and they cost as much as pages.
                .addArguments("--app=data:,", "--force-prefers-reduced-motion")
                .addArguments("--host-resolver-rules=MAP lesson.test 127.0.0.1") // a name that is not localhost
                .addArguments("--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup");
        var service = new ChromeDriverService.Builder();
        chromedriver().ifPresent(service::usingDriverExecutable); // else Selenium looks for one itself
        try {
            driver = new ChromeDriver(service.build(), options);
        } catch (WebDriverException missing) {
            var reason = context.getDisplayName() + " is skipped: it needs Chrome or Chromium and its chromedriver"
                    + " (Debian: apt-get install chromium chromium-driver). "
                    + missing.getRawMessage().lines().findFirst().orElse("");
            System.out.println(reason); // the report does not show why a test was skipped
            abort(reason);
        }
    }

    private static Optional<File> chromedriver() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, "chromedriver"))
                .filter(File::canExecute)
                .findFirst();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (driver != null) {
            driver.quit();
        }
    }

    void open(URI page) {
        driver.get(page.toString());
    }

    /** As by the browser's button. A script's {@code history.back()} may skip pages that the user has not touched. */
    void back() {
        driver.navigate().back();
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** What a person sees of an element's text. Selenium's own getText costs four times as much, and tests ask often. */
    String text(String css) {
        var script = """
                const element = document.querySelector(arguments[0]);
                if (!element) return "";
                const text = element.checkVisibility() ? element.innerText : "";
                return text.trim().replace(/\\s*\\n\\s*/g, "\\n").replace(/[^\\S\\n]+/g, " ");
                """;
        return (String) run(script, css);
    }

    /** Waits until an element's text matches a pattern. */
    void awaitText(String css, String pattern) {
        Await.await(css + " to say " + pattern, () -> text(css), text -> text.matches("(?s)" + pattern));
    }

    void type(String css, String text) {
        find(css).clear();
        find(css).sendKeys(text);
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** From now on one kind of the page's timers, setTimeout or setInterval, runs ten times as fast. */
    void hurry(String timer) {
        run("const real = %1$s; %1$s = (work, delay) => real(work, delay / 10)".formatted(timer));
    }

    /** Minimizes the window while the work is done: the page is then hidden. */
    void hiddenWhile(Runnable work) {
        driver.manage().window().minimize();
        try {
            work.run();
        } finally {
            driver.manage().window().maximize();
        }
    }

    /** Freezes the page while the work is done, as a browser does with a tab that was not used for long. */
    void frozenWhile(Runnable work) {
        var frozen = Map.<String, Object>of("state", "frozen");
        during(work, "Page.setWebLifecycleState", frozen, Map.of("state", "active"));
        hiddenWhile(() -> {}); // else it thaws, but is not drawn
    }

    /** Tells the page that it is offline while the work is done. Chromium lets it reach its own computer all the same. */
    void offlineWhile(Runnable work) {
        driver.executeCdpCommand("Network.enable", Map.of());
        during(work, "Network.emulateNetworkConditions", conditions(true), conditions(false));
    }

    private static Map<String, Object> conditions(boolean offline) {
        return Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1);
    }

    private void during(Runnable work, String command, Map<String, Object> begin, Map<String, Object> end) {
        driver.executeCdpCommand(command, begin);
        try {
            work.run();
        } finally {
            driver.executeCdpCommand(command, end);
        }
    }

    /** From now on the page sees another time, as if somebody had set the computer's clock: back, if negative. */
    void setClock(Duration step) {
        run("const real = Date.now; Date.now = () => real() + arguments[0]", step.toMillis());
    }

    /** Whether pages are drawn as on paper; takes effect with the next thing that the user prefers. */
    void print(boolean paper) {
        media = paper ? "print" : "screen";
    }

    /** Sets what the browser's user prefers: a color-scheme, a reduced-motion (Media Queries 5). */
    void prefers(String what, String value) {
        feature("prefers-" + what, value);
    }

    /** Lets the browser draw the page in a few colors of its user's choice. */
    void forceColors(boolean forced) {
        feature("forced-colors", forced ? "active" : "none");
    }

    private void feature(String name, String value) {
        var feature = Map.of("name", name, "value", value);
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", media, "features", List.of(feature)));
    }

    /** Sets the size of letters that the browser's user has chosen; 16 pixels unless set. */
    void fontSize(int pixels) {
        driver.executeCdpCommand("Page.setFontSizes", Map.of("fontSizes", Map.of("standard", pixels)));
    }

    void width(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        Await.awaitEqual("the window's width", (long) pixels, () -> run("return innerWidth"));
    }

    /** The faults of the page in either theme at either width, those of a desk and of a phone. */
    List<String> accessibilityFaultsInEveryLook() {
        var faults = new ArrayList<String>();
        for (var theme : List.of("dark", "light")) {
            for (int width : List.of(390, 1280)) {
                prefers("color-scheme", theme);
                width(width);
                accessibilityFaults()
                        .forEach(fault -> faults.add(String.format(ROOT, "%s, %d px: %s", theme, width, fault)));
            }
        }
        return faults;
    }

    /**
     * What axe finds wrong with the page for people who use a keyboard, a screen reader or little contrast; and whether
     * they must scroll sideways to read it (WCAG 2.2, 1.4.10).
     */
    List<String> accessibilityFaults() {
        if (run("return typeof axe").equals("undefined")) {
            run(axe());
        }
        var faults = run("""
                return axe.run({iframes: false, rules: {"target-size": {enabled: true}}}).then(({violations}) => [
                  ...violations.map(({help, nodes}) => `${help}: ${nodes.map(({html}) => html)}`),
                  ...document.documentElement.scrollWidth > innerWidth ? ["Something hangs over the edge"] : [],
                ]);
                """);
        return ((List<?>) faults).stream().map(String.class::cast).toList();
    }

    private static String axe() {
        try (var script = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
