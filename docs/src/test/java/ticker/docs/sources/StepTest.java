package ticker.docs.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class StepTest {
    @Test
    void aStepIsAQuestionWhatToDoWhatIsSeenAndPerhapsAChange() {
        var steps = Step.of("""
                [
                  {"question": "What if?", "do": ["Stop it.", "Start it."], "see": "It is back."},
                  {"question": "And so?", "do": [], "see": "It fails.", "patch": "src/test/steps/so.patch"}
                ]
                """);

        assertEquals(
                List.of(
                        new Step("What if?", List.of("Stop it.", "Start it."), "It is back.", null),
                        new Step("And so?", List.of(), "It fails.", "src/test/steps/so.patch")),
                steps);
        assertEquals(Optional.empty(), steps.get(0).change());
        assertEquals(Optional.of("src/test/steps/so.patch"), steps.get(1).change());
    }

    @Test
    void aPartThatIsMissingOrMisspelledIsNamed() {
        assertSays("a step has no see", "[{\"question\": \"What if?\", \"do\": []}]");
        assertSays(
                "\"pacth\"", "[{\"question\": \"What if?\", \"do\": [], \"see\": \"That.\", \"pacth\": \"so.patch\"}]");
    }

    private static void assertSays(String words, String json) {
        var message = assertThrows(JacksonException.class, () -> Step.of(json)).getMessage();

        assertTrue(message.contains(words), message);
    }
}
