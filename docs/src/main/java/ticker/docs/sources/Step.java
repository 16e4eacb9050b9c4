package ticker.docs.sources;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A step of a lesson that a learner takes: a question, what to do, and what is then seen. It stands in the lesson's
 * {@code steps.json}. In its texts, code stands between backticks.
 *
 * @param actions sentences and commands, in their order
 * @param patch the file of the change that the step makes in the lesson's code, seen from the lesson's folder, or null
 */
public record Step(String question, @JsonProperty("do") List<String> actions, String see, String patch) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public Step {
        requireNonNull(question, "a step has no question");
        requireNonNull(actions, "a step has no do");
        requireNonNull(see, "a step has no see");
    }

    /** The steps of a file, in their order. Anything else is a {@link tools.jackson.core.JacksonException}. */
    public static List<Step> of(String json) {
        return List.of(JSON.readValue(json, Step[].class));
    }

    /** The change that it makes in the lesson's code, if it makes one. */
    public Optional<String> change() {
        return Optional.ofNullable(patch);
    }
}
