package ticker.lab.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sourceforge.plantuml.FileFormat;
import net.sourceforge.plantuml.FileFormatOption;
import net.sourceforge.plantuml.SourceStringReader;
import net.sourceforge.plantuml.error.PSystemError;

/** What PlantUML makes of a diagram: a picture in characters, which needs no fonts. */
final class Drawing {
    private static final Pattern CODE =
            Pattern.compile("<U\\+([0-9A-F]+)>"); // only real pictures show it as a character

    private Drawing() {}

    static String of(String diagram) throws IOException {
        var client = new SourceStringReader(diagram);
        if (client.getBlocks().size() != 1) {
            throw new AssertionError(String.format(
                    ROOT, "%d diagrams instead of one:\n%s", client.getBlocks().size(), diagram));
        }
        if (client.getBlocks().get(0).getDiagram() instanceof PSystemError error) {
            throw new AssertionError("PlantUML can't draw this: %s\n%s".formatted(error.getErrorsUml(), diagram));
        }
        var picture = new ByteArrayOutputStream();
        client.outputImage(picture, new FileFormatOption(FileFormat.UTXT));
        return CODE.matcher(picture.toString(UTF_8))
                .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))));
    }
}
