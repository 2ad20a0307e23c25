package dev.usher.api.organization;

/**
 * One thing that the caller may do next.
 *
 * @param href a path of this service
 * @param method of HTTP
 */
public record Link(String href, String method) {}
