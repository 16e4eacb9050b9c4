package ticker.docs.evidence;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A class of tests, as the compiler reads its source: which methods are tests, which are disabled, and their tags. */
final class TestClass {
    private static final Pattern TEST =
            Pattern.compile("(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)");
    private static final Pattern WORD = Pattern.compile("\"(\\w+)\"");

    private record Method(boolean test, boolean disabled, Set<String> tags) {}

    private final String name;
    private final boolean disabled;
    private final Set<String> tags;
    private final Map<String, Method> methods = new HashMap<>();

    /** The class of this simple name in the text of its file. */
    TestClass(String simpleName, String text) {
        var file = parse(text);
        var type = file.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .filter(found -> found.getSimpleName().contentEquals(simpleName))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The file of " + simpleName + " has no such class."));
        name = file.getPackageName() == null ? simpleName : file.getPackageName() + "." + simpleName;
        disabled = has(type.getModifiers(), "Disabled");
        tags = tags(type.getModifiers());
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                read(method);
                return null;
            }
        }.scan(type, null);
    }

    private static CompilationUnitTree parse(String text) {
        var source = new SimpleJavaFileObject(URI.create("string:///Test.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
        var compiler = ToolProvider.getSystemJavaCompiler();
        try {
            var task = (JavacTask) compiler.getTask(null, null, ignored -> {}, null, null, List.of(source));
            return task.parse().iterator().next();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void read(MethodTree method) {
        var modifiers = method.getModifiers();
        boolean test = modifiers.getAnnotations().stream()
                .anyMatch(each -> TEST.matcher(name(each)).matches());
        var found = new Method(test, has(modifiers, "Disabled"), tags(modifiers));
        methods.merge(method.getName().toString(), found, (one, other) -> one.test() ? one : other);
    }

    private static boolean has(ModifiersTree modifiers, String annotation) {
        return modifiers.getAnnotations().stream().anyMatch(each -> name(each).equals(annotation));
    }

    private static String name(AnnotationTree annotation) {
        return annotation.getAnnotationType().toString();
    }

    private static Set<String> tags(ModifiersTree modifiers) {
        var tags = new HashSet<String>();
        for (var annotation : modifiers.getAnnotations()) {
            if (name(annotation).matches("Tags?")) {
                WORD.matcher(annotation.getArguments().toString()).results().forEach(word -> tags.add(word.group(1)));
            }
        }
        return tags;
    }

    /** Its name with its package. */
    String name() {
        return name;
    }

    /** What makes a method of it no proof, in words; with an empty name, what makes the class none. Empty if it is one. */
    String fault(String method) {
        if (!method.isEmpty() && !methods.containsKey(method)) {
            return "has no test " + method;
        }
        var meant = methods.entrySet().stream()
                .filter(each -> method.isEmpty() || each.getKey().equals(method))
                .map(Map.Entry::getValue)
                .filter(Method::test)
                .toList();
        if (meant.isEmpty()) {
            return method.isEmpty() ? "has no test at all" : "has a method " + method + ", which is no test";
        }
        if (disabled || meant.stream().allMatch(Method::disabled)) {
            return method.isEmpty() ? "is disabled" : "has a test " + method + ", which is disabled";
        }
        return "";
    }

    /** The tags of a method, with those of the class; with an empty name, those of the class. */
    Set<String> tags(String method) {
        var all = new HashSet<>(tags);
        if (methods.containsKey(method)) {
            all.addAll(methods.get(method).tags());
        }
        return all;
    }
}
