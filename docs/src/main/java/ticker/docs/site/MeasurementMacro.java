package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.BlockMacroProcessor;
import org.asciidoctor.extension.Name;
import ticker.docs.evidence.MeasuredTable;
import ticker.docs.evidence.Topics;
import ticker.docs.sources.Lessons;

/** {@code measurement::slow-clients[topic="3.9 4.5"]}: the table that a measurement of its own has written, with the block's title. */
@Name("measurement")
final class MeasurementMacro extends BlockMacroProcessor {
    private final Path folder;
    private final Lessons lessons;
    private final Topics topics;
    private final Complaints complaints;
    private final Map<String, MeasuredTable> tables = new LinkedHashMap<>(); // a page may be converted more than once

    MeasurementMacro(Path folder, Lessons lessons, Topics topics, Complaints complaints) {
        this.folder = folder;
        this.lessons = lessons;
        this.topics = topics;
        this.complaints = complaints;
    }

    List<MeasuredTable> tables() {
        return new ArrayList<>(tables.values());
    }

    @Override
    public StructuralNode process(StructuralNode parent, String name, Map<String, Object> attributes) {
        var page = Places.source(parent);
        var file = folder.resolve(name + ".csv");
        if (!Files.exists(file)) {
            complaints.add(page, String.format(ROOT, "there is no measurement %s.", name));
            return null;
        }
        var table = new MeasuredTable(
                String.valueOf(attributes.remove("title")),
                lessons.text(file),
                Places.topics(attributes),
                Places.of(parent));
        table.faults(topics).forEach(fault -> complaints.add(page, fault));
        tables.put(table.toString(), table);
        return createBlock(parent, "pass", table.table());
    }
}
