package dev.usher.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a fact says of the invitee as a person, or could say: it lies in the log encrypted with a key of that invitee, which is
 * deleted when the person wants to be forgotten. From then on it is read as null, and an object that lost some of it says
 * {@code "forgotten": true}.
 *
 * <p>The component may be null, or its type must know how to be forgotten, as {@link Invitee} does.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Personal {}
