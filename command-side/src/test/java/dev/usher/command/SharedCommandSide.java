package dev.usher.command;

import dev.usher.eventstore.TestDatabase;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A command side for tests that look at it from the inside, and mail nothing; started with the first of them. */
public final class SharedCommandSide {

    private static ConfigurableApplicationContext running;

    private SharedCommandSide() {}

    public static synchronized <T> T bean(Class<T> type) {
        if (running == null) {
            running = new SpringApplicationBuilder(CommandSide.class)
                    .properties(TestDatabase.fresh().properties())
                    .properties("server.port=0", "spring.mail.host=127.0.0.1", "usher.admin.password=not used here")
                    .run();
        }
        return running.getBean(type);
    }
}
