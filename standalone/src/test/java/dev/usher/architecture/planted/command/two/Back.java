package dev.usher.architecture.planted.command.two;

import dev.usher.architecture.planted.command.one.SecondConfiguration;

/** The other half of the cycle. */
public record Back(SecondConfiguration configuration) {}
