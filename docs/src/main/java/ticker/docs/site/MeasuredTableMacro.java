package ticker.docs.site;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.BlockMacroProcessor;
import org.asciidoctor.extension.Name;
import ticker.docs.evidence.Measurements;
import ticker.docs.evidence.Tabulation;

/**
 * {@code measured::table[value="ageP50 ageP99", rate=10, clients=100]}: numbers side by side. Several values, rates or
 * clients, with spaces between, are several columns; {@code contenders} chooses the rows.
 */
@Name("measured")
final class MeasuredTableMacro extends BlockMacroProcessor {
    private final Measurements measurements;
    private final Complaints complaints;

    MeasuredTableMacro(Measurements measurements, Complaints complaints) {
        this.measurements = measurements;
        this.complaints = complaints;
    }

    @Override
    public StructuralNode process(StructuralNode parent, String target, Map<String, Object> attributes) {
        try {
            var columns = Tabulation.columns(
                    names(attributes, "value"), names(attributes, "rate"), names(attributes, "clients"));
            var contenders =
                    attributes.containsKey("contenders") ? names(attributes, "contenders") : measurements.contenders();
            var caption = String.valueOf(attributes.remove("title"));
            return createBlock(parent, "pass", new Tabulation(measurements, columns).html(caption, contenders));
        } catch (NoSuchElementException missing) {
            complaints.add(Places.source(parent), missing.getMessage());
            return null;
        }
    }

    private static List<String> names(Map<String, Object> attributes, String name) {
        return List.of(String.valueOf(attributes.get(name)).strip().split(" +"));
    }
}
