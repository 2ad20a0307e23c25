package dev.usher.openapi;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ValueTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.springframework.util.StringUtils;

/** What the sources say about records: so that the shapes of requests and answers are described where they are defined. */
final class Javadoc {

    private static final List<String> MODULES = List.of("shared-api", "web", "command-side", "query-side");

    private final Map<String, Record> records = new HashMap<>();

    /** @param components the words of {@code @param}, by name */
    private record Record(String text, Map<String, String> components) {}

    Javadoc(Path root) {
        try (StandardJavaFileManager files =
                ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            Iterable<? extends JavaFileObject> sources = files.getJavaFileObjectsFromPaths(sources(root));
            JavacTask parser = (JavacTask) ToolProvider.getSystemJavaCompiler()
                    .getTask(null, files, null, List.of("-proc:none"), null, sources);
            DocTrees comments = DocTrees.instance(parser);
            for (CompilationUnitTree source : parser.parse()) {
                new Reader(comments).scan(source, source.getPackageName().toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty where the source says nothing. */
    String of(Class<?> type) {
        return found(type).text();
    }

    /** Empty where the source says nothing. */
    String of(Class<?> type, String component) {
        return StringUtils.capitalize(found(type).components().getOrDefault(component, ""));
    }

    private Record found(Class<?> type) {
        return records.getOrDefault(type.getCanonicalName(), new Record("", Map.of()));
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> sources = new java.util.ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    /** Goes through a source; what it hands down is the name of what is around. */
    private final class Reader extends TreePathScanner<Void, String> {

        private final DocTrees comments;

        private Reader(DocTrees comments) {
            this.comments = comments;
        }

        @Override
        public Void visitClass(ClassTree type, String around) {
            String name = around + "." + type.getSimpleName();
            DocCommentTree comment = comments.getDocCommentTree(getCurrentPath());
            if (comment != null) {
                records.put(name, new Record(text(comment.getFullBody()), components(comment)));
            }
            return super.visitClass(type, name);
        }

        private static Map<String, String> components(DocCommentTree comment) {
            return comment.getBlockTags().stream()
                    .filter(ParamTree.class::isInstance)
                    .map(ParamTree.class::cast)
                    .filter(param -> !param.isTypeParameter())
                    .collect(Collectors.toMap(
                            param -> param.getName().toString(), param -> text(param.getDescription())));
        }
    }

    /** As Markdown, without the references to documents that only people with the sources have. */
    private static String text(List<? extends DocTree> parts) {
        return parts.stream()
                .map(Javadoc::text)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ")
                .replaceAll(" \\((seeds?|docs/|ADR|organizations door|membership door)[^)]*\\)", "")
                .strip();
    }

    private static String text(DocTree part) {
        return switch (part) {
            case TextTree text -> text.getBody();
            case LiteralTree code -> "`" + code.getBody().getBody() + "`";
            case LinkTree link ->
                link.getLabel().isEmpty() ? "`" + name(link.getReference()) + "`" : text(link.getLabel());
            case ValueTree value -> "`" + name(value.getReference()) + "`";
            default -> part.toString();
        };
    }

    private static String name(DocTree reference) {
        return reference.toString().replaceFirst("^.*[.#]", "");
    }
}
