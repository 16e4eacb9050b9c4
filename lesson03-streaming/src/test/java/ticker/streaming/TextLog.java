package ticker.streaming;

import static ticker.streaming.Await.await;

import java.util.List;

/** The texts that an element of the page shows from now on. One that is gone again after a moment is among them. */
final class TextLog {
    private final Browser browser;
    private final String css;

    TextLog(Browser browser, String css) {
        this.browser = browser;
        this.css = css;
        browser.run("""
                const element = document.querySelector(arguments[0]);
                window.texts = [];
                new MutationObserver(() => texts.push(element.textContent)).observe(element, { childList: true });
                """, css);
    }

    /** Waits until a text has been shown, for however short a time. */
    void awaitText(String text) {
        await("%s to have shown \"%s\"".formatted(css, text), this::texts, texts -> texts.contains(text));
    }

    /** The texts so far, the newest last. */
    List<?> texts() {
        return (List<?>) browser.run("return texts");
    }
}
