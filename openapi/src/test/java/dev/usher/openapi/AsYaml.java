package dev.usher.openapi;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/** YAML that people like to read, and that means the same to readers of 1.1 and of 1.2. */
final class AsYaml {

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .stringQuotingChecker(new TimesToo())
            .build());

    private AsYaml() {}

    static String write(JsonNode document) {
        return YAML.writeValueAsString(document);
    }

    /** In 1.1 a plain time is a time, and not its text. */
    private static final class TimesToo extends StringQuotingChecker.Default {

        private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d?-\\d\\d?.*");

        @Override
        public boolean needToQuoteValue(String value) {
            return TIME.matcher(value).matches() || super.needToQuoteValue(value);
        }

        @Override
        public boolean needToQuoteName(String name) {
            return Character.isDigit(name.charAt(0)) || super.needToQuoteName(name);
        }
    }
}
