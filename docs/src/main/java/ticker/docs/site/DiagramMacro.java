package ticker.docs.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Properties;
import java.util.regex.Pattern;
import net.sourceforge.plantuml.FileFormat;
import net.sourceforge.plantuml.FileFormatOption;
import net.sourceforge.plantuml.SourceStringReader;
import net.sourceforge.plantuml.error.PSystemError;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.BlockProcessor;
import org.asciidoctor.extension.Contexts;
import org.asciidoctor.extension.Name;
import org.asciidoctor.extension.Reader;
import ticker.docs.evidence.Measurements;

/**
 * A block in PlantUML becomes an SVG in the page. Its {@code alt} says in words what the picture shows. The diagram of a trade-off
 * names it: {@code tradeoff=window}.
 */
@Name("plantuml")
@Contexts({Contexts.LISTING, Contexts.LITERAL})
final class DiagramMacro extends BlockProcessor {
    private static final Pattern MEASURED =
            Pattern.compile("measured:([\\w-]+)\\[(\\w+), rate=([\\d.]+), clients=(\\d+)]");

    private final String theme;
    private final Measurements measurements;
    private final Complaints complaints;

    DiagramMacro(String theme, Measurements measurements, Complaints complaints) {
        this.theme = theme.strip();
        this.measurements = measurements;
        this.complaints = complaints;
    }

    /**
     * Gives Java the fonts that come with the build, whatever the machine has. It must be told before it draws for the
     * first time.
     */
    static void useFonts(Path folder) throws IOException {
        Files.createDirectories(folder);
        var settings = new Properties();
        settings.put("version", "1");
        settings.put("sequence.allfonts", "latin-1");
        for (var style :
                Map.of("plain", "DejaVuSans", "bold", "DejaVuSans-Bold").entrySet()) {
            var file = folder.resolve(style.getValue() + ".ttf").toAbsolutePath();
            try (var font = DiagramMacro.class.getResourceAsStream(
                    "/net/sf/jasperreports/fonts/dejavu/" + style.getValue() + ".ttf")) {
                Files.write(file, font.readAllBytes());
            }
            for (var family : new String[] {"serif", "sansserif", "monospaced", "dialog", "dialoginput"}) {
                var italic = style.getKey().replace("plain", "") + "italic";
                settings.put(family + "." + style.getKey() + ".latin-1", style.getValue());
                settings.put(family + "." + italic + ".latin-1", style.getValue());
            }
            settings.put("filename." + style.getValue(), file.toString());
        }
        var properties = folder.resolve("fontconfig.properties").toAbsolutePath();
        try (var stream = Files.newOutputStream(properties)) {
            settings.store(stream, null); // escapes what is not ASCII in the folder's name
        }
        System.setProperty("sun.awt.fontconfig", properties.toString());
        System.setProperty("java.awt.headless", "true");
    }

    @Override
    public Object process(StructuralNode parent, Reader reader, Map<String, Object> attributes) {
        var page = Places.source(parent);
        var alt = (String) attributes.get("alt");
        if (alt == null) {
            complaints.add(page, "a diagram has no alt, which says in words what it shows.");
            return null;
        }
        var block = createBlock(parent, "pass", "");
        block.setTitle((String) attributes.remove("title"));
        var tradeOff = (String) attributes.get("tradeoff");
        block.setLines(List.of(String.format(
                ROOT,
                "<figure class=\"diagram\"%s>%s%s</figure>",
                tradeOff == null ? "" : String.format(ROOT, " id=\"%s\"", TradeOffs.id(tradeOff)),
                svg(page, alt, measured(page, reader.read())),
                caption(block))));
        return block;
    }

    /** The title with what its macros say. */
    private static String caption(StructuralNode block) {
        var title = block.getTitle();
        return title == null ? "" : String.format(ROOT, "<figcaption>%s</figcaption>", title);
    }

    /** Puts in numbers as the macro of the pages does; a picture has no links. */
    private String measured(String page, String source) {
        return MEASURED.matcher(source).replaceAll(number -> {
            try {
                var cell = new Measurements.Cell(number.group(1), number.group(3), number.group(4));
                return measurements.quantity(cell, number.group(2)).words();
            } catch (NoSuchElementException missing) {
                complaints.add(page, missing.getMessage());
                return "";
            }
        });
    }

    private String svg(String page, String alt, String source) {
        var diagram = new SourceStringReader(String.format(ROOT, "@startuml\n%s\n%s\n@enduml\n", theme, source));
        if (diagram.getBlocks().get(0).getDiagram() instanceof PSystemError error) {
            var first = error.getErrorsUml().iterator().next();
            int line = first.getPosition() - (int) theme.lines().count();
            complaints.add(
                    page,
                    String.format(
                            ROOT,
                            "PlantUML: %s (line %d of the diagram: %s)",
                            first.getError(),
                            line,
                            source.lines()
                                    .skip(Math.max(0, line - 1))
                                    .findFirst()
                                    .orElse("")));
            return "";
        }
        var svg = new ByteArrayOutputStream();
        try {
            diagram.outputImage(svg, new FileFormatOption(FileFormat.SVG));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return svg.toString(UTF_8)
                .replaceFirst(
                        "(?s)^.*?<svg ",
                        String.format(ROOT, "<svg role=\"img\" aria-label=\"%s\" ", alt.replace("\"", "&quot;")))
                .replaceAll("<\\?plantuml.*?\\?>|<title>.*?</title>|<!--.*?-->| (id|data-[a-z0-9-]+)=\"[^\"]*\"", "");
    }
}
