package dev.usher.openapi;

import dev.usher.command.CommandSideConfiguration;
import dev.usher.eventstore.TestDatabase;
import dev.usher.query.QuerySideConfiguration;
import dev.usher.web.Caller;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json31;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both sides in one process, once in this JVM, with springdoc, which looks at their controllers. */
final class TwoSides implements BeforeAllCallback {

    private static final TypeNames NAMES = new TypeNames(Words.read().names());
    private static final ConfigurableApplicationContext CONTEXT = start();

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({CommandSideConfiguration.class, QuerySideConfiguration.class})
    static class App {}

    /** As an extension it stops after the last test, while PostgreSQL still runs. */
    @Override
    public void beforeAll(ExtensionContext test) {
        test.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent(TwoSides.class, _ -> (AutoCloseable) CONTEXT::close);
    }

    static int port() {
        return CONTEXT.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** What springdoc makes of the controllers, without any of our words. */
    static JsonNode rawDocument() {
        var request = new MockHttpServletRequest("GET", "/v3/api-docs");
        try {
            return JsonMapper.shared()
                    .readTree(CONTEXT.getBean(OpenApiWebMvcResource.class)
                            .openapiJson(request, request.getRequestURI(), Locale.ROOT));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those of these types and of the types in them; by their names. */
    static Map<String, JsonNode> schemasOf(Collection<Class<?>> types) {
        Map<String, JsonNode> all = new TreeMap<>();
        for (Class<?> type : types) {
            ModelConverters.getInstance(true)
                    .resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true))
                    .referencedSchemas
                    .forEach((name, schema) -> all.put(name, JsonMapper.shared().readTree(Json31.pretty(schema))));
        }
        return all;
    }

    /** The classes behind the schemas of {@link #rawDocument}, by the schemas' names; to be asked after it. */
    static Map<String, Collection<Class<?>>> schemaTypes() {
        return NAMES.found();
    }

    static Map<RequestMappingInfo, HandlerMethod> controllers() {
        return CONTEXT.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods();
    }

    private static ConfigurableApplicationContext start() {
        ModelConverters.getInstance(true).addConverter(NAMES);
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
        Stream<String> settings = Stream.of(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.mail.host=127.0.0.1",
                "spring.mail.port=1",
                "usher.admin.password=correct horse battery",
                "spring.threads.virtual.enabled=true",
                "logging.level.root=warn",
                "springdoc.default-produces-media-type=application/json");
        return new SpringApplication(App.class)
                .run(Stream.concat(settings, Stream.of(TestDatabase.fresh().properties()))
                        .map("--"::concat)
                        .toArray(String[]::new));
    }
}
