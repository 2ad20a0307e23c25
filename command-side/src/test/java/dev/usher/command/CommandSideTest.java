package dev.usher.command;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.usher.command.invitation.InvitationDesk;
import dev.usher.eventstore.TestDatabase;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** A test over HTTP against a whole command side, with its own PostgreSQL database and its own mail server. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = {CommandSide.class, InvitationDesk.class, Browser.class, Town.class, Loads.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = CommandSideTest.Surroundings.class)
public @interface CommandSideTest {

    /** Starts before the application, stops after it. */
    class Surroundings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
            mail.start();
            ((GenericApplicationContext) context)
                    .registerBean("mailServer", GreenMail.class, () -> mail, bean -> bean.setDestroyMethodName("stop"));
            TestPropertyValues.of(TestDatabase.fresh().properties())
                    .and(
                            "spring.mail.host=127.0.0.1",
                            "spring.mail.port=" + mail.getSmtp().getPort(),
                            "usher.mail.poll-interval=PT0.2S",
                            "usher.webhooks.allowed-hosts=localhost",
                            "usher.webhooks.workers=2",
                            "usher.webhooks.timeout=PT2S",
                            "usher.webhooks.pauses=PT0.1S,PT0.2S,PT0.2S",
                            "usher.webhooks.poll-interval=PT0.1S",
                            "usher.webhooks.heartbeat=PT0.25S",
                            "usher.links.allowed-hosts=portal.example.org,localhost",
                            "usher.admin.password=correct horse battery",
                            // All tests of all classes come from one address, and many sign in as the administrator.
                            "usher.limits.sign-in.by-address=10000/PT1M",
                            "usher.limits.sign-in.by-name=200/P1D",
                            "usher.limits.token.by-address=10000/PT1M",
                            "usher.limits.registration-letter.by-address=10000/PT1M",
                            // Few enough for a test to use them up.
                            "usher.limits.invitation-letter.by-inviter=300/P1D",
                            "usher.limits.invitation-letter.by-team=400/P1D")
                    .applyTo(context);
        }
    }
}
