package dev.usher.standalone;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Tells the person at the terminal, once everything answers, where everything is. */
final class StartedBanner implements ApplicationListener<ApplicationReadyEvent>, Ordered {

    /** Last: what other listeners print at the first start (the administrator's credentials) stands above it. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        System.out.println(textFor(ready.getApplicationContext().getEnvironment()));
    }

    static String textFor(Environment environment) {
        String api = "http://%s:%s"
                .formatted(
                        host(environment.getProperty("server.address", "")),
                        environment.getProperty("local.server.port"));
        boolean ownMailbox = environment.getProperty("usher.mailbox.smtp-port") != null;
        return """

                Usher is up.
                  API       %s
                  mailbox   %s
                  data      %s
                  database  %s
                  stop      Ctrl-C
                """.formatted(
                        api,
                        ownMailbox
                                ? api + "/mailbox (SMTP on 127.0.0.1:"
                                        + environment.getProperty("usher.mailbox.smtp-port") + ")"
                                : "none: letters go to " + environment.getProperty("spring.mail.host"),
                        environment.getProperty("usher.data"),
                        withoutParameters(environment.getProperty("spring.datasource.url", "")));
    }

    private static String host(String bindAddress) {
        return switch (bindAddress) {
            case "", "127.0.0.1", "0.0.0.0", "::" -> "localhost";
            default -> bindAddress.contains(":") ? "[" + bindAddress + "]" : bindAddress;
        };
    }

    /** A JDBC URL may carry the password in its parameters, and some write user:password@ before the host. */
    private static String withoutParameters(String url) {
        return url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
    }
}
