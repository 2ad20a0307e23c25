package dev.usher.query.view;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Answers of this call, or of every call of this controller, show every write that was acknowledged before it: the
 * call waits until these views have passed the head of the log. When that takes too long it answers anyway, and says
 * in the header {@code Usher-Behind} how many positions of the log the answer may not have seen.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface SeesWrites {

    /** The names of the projections whose views the call reads. */
    String[] value();
}
