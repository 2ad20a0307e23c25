package dev.usher.command;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The command side in a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(CommandSideConfiguration.class)
public class CommandSide {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(CommandSide.class);
        // Not application.yml: in standalone the one of this jar and that of standalone would hide each other.
        application.setDefaultProperties(Map.of("spring.config.name", "command-side"));
        application.run(args);
    }
}
