package dev.usher.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A controller of the membership door: every path also where existing Synapse clients look for it. Who accepts no JSON
 * gets 406 before anything is done; without {@code produces} it would be after.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RestController
@RequestMapping(
        path = {"", "/repo/v1"},
        produces = MediaType.APPLICATION_JSON_VALUE)
public @interface MembershipDoor {}
