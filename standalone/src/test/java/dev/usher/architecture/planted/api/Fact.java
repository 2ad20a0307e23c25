package dev.usher.architecture.planted.api;

/** Stands for the real one. */
public interface Fact {}
