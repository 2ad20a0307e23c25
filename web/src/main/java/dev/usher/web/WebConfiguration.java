package dev.usher.web;

import dev.usher.api.Roles;
import dev.usher.api.token.SignedTokens;
import dev.usher.eventstore.Buckets;
import dev.usher.eventstore.KeyRings;
import dev.usher.web.limit.LimitSettings;
import dev.usher.web.limit.Limits;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Everything of this module. Each side imports it. */
@Configuration(proxyBeanMethods = false)
@Import({
    Security.class,
    AccessTokens.class,
    Errors.class,
    ErrorAdvice.class,
    ContainerErrors.class,
    JwksController.class,
    OpenApiController.class,
    DocsController.class
})
@EnableConfigurationProperties({
    RoleSettings.class,
    LimitSettings.class,
    ProxySettings.class,
    IdentitySettings.class,
    OidcSettings.class
})
@PropertySource("classpath:dev/usher/web/web-defaults.properties")
public class WebConfiguration {

    @Bean
    Roles roles(RoleSettings settings) {
        return settings.roles();
    }

    @Bean
    Correlation correlation() {
        return new Correlation();
    }

    @Bean
    Clients clients(KeyRings keyRings) {
        return new Clients(keyRings);
    }

    @Bean
    SignedTokens signedTokens(KeyRings keyRings, Clock clock) {
        return new SignedTokens(keyRings.ring(KeyRings.SIGNED_TOKEN), clock);
    }

    @Bean
    LastResort lastResort(Errors errors) {
        return new LastResort(errors);
    }

    @Bean
    BodyLimit bodyLimit(Errors errors) {
        return new BodyLimit(errors);
    }

    @Bean
    Limits limits(Buckets buckets, KeyRings keyRings, Clock clock) {
        return new Limits(buckets, keyRings, clock);
    }

    @Bean
    LimitPublicCalls limitPublicCalls(Limits limits, LimitSettings settings, Errors errors) {
        return new LimitPublicCalls(limits, settings, errors);
    }

    @Bean
    JsonMapperBuilderCustomizer strictJson() {
        return StrictJson::customize;
    }

    /** Forms are read by Tomcat itself, past the {@link BodyLimit}. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedForms() {
        return tomcat -> tomcat.addConnectorCustomizers(connector -> connector.setMaxPostSize(BodyLimit.MOST));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> malformedRequestsInOurWords(Errors errors) {
        return tomcat -> tomcat.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new MalformedRequests(errors)));
    }

    @Bean
    WebMvcConfigurer callers() {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry interceptors) {
                // First: who may not call need not wait for a view either.
                interceptors.addInterceptor(new ApiKeyBounds()).order(Ordered.HIGHEST_PRECEDENCE);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerResolver());
            }
        };
    }
}
