package dev.usher.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Whether API keys may make this call, with whatever right they have in their team. Where a call does not say, they may
 * when it only reads: what changes something is for people, unless somebody thought of keys.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OpenToApiKeys {

    boolean value() default true;
}
