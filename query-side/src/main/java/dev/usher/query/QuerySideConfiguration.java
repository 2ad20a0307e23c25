package dev.usher.query;

import dev.usher.query.view.ReadSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;

/**
 * Everything of the query side: projections, questions and their endpoints. Needs the beans of the event store and of
 * {@code web} beside it. Its own beans go by their full class names, so that they can share a context with the
 * command side.
 */
@Configuration(proxyBeanMethods = false)
@Import(QuerySideMigration.class)
@ComponentScan(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@EnableConfigurationProperties(ReadSettings.class)
public class QuerySideConfiguration {}
