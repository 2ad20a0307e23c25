package dev.usher.web;

import dev.usher.api.EmailAddress;
import dev.usher.api.UserId;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import org.springframework.boot.test.context.SpringBootTest;

/** A test against the real application of {@link Doors}, over a real connection. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = Doors.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "axon.update-check.disabled=true",
            "axon.axonserver.enabled=false",
            "axon.serializer.general=jackson3"
        })
@interface DoorTest {

    Caller ALICE =
            new Caller(new UserId("alice"), Set.of(new EmailAddress("alice@example.org")), Set.of(SiteRole.ANALYST));
}
