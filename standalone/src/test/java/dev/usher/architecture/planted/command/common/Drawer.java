package dev.usher.architecture.planted.command.common;

/** Where everything ends that nobody found a name for. */
public final class Drawer {}
