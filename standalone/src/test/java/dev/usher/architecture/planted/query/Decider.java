package dev.usher.architecture.planted.query;

import org.axonframework.commandhandling.gateway.CommandGateway;

/** A reader that sends wishes. */
public record Decider(CommandGateway gateway) {}
