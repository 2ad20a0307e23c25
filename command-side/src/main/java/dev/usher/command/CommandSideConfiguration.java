package dev.usher.command;

import dev.usher.eventstore.EventStoreConfiguration;
import dev.usher.web.WebConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Everything of the side that decides, for an application with Spring Boot's auto-configuration. Beans have their full
 * class names: in one process with the other side, short ones would meet their namesakes.
 */
@Configuration(proxyBeanMethods = false)
@Import({EventStoreConfiguration.class, WebConfiguration.class})
@ComponentScan(
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        excludeFilters = {
            @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = CommandSide.class),
            @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class)
        })
@ConfigurationPropertiesScan
@EnableScheduling
public class CommandSideConfiguration {}
