package dev.usher.architecture.planted.command;

import dev.usher.architecture.planted.query.Appender;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.logging.Logger;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** Knows the other side, injects into fields, talks to the terminal, asks for the time and throws dice. */
public class Meddler {

    @Autowired
    private Appender appender;

    @Value("${usher.port}")
    private String port;

    String meddle() {
        System.out.println(appender);
        Logger.getGlobal().info(port);
        return Instant.now() + "/" + System.currentTimeMillis() + "/" + new SecureRandom().nextLong();
    }
}
